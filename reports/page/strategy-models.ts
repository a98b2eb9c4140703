/** How a built-in strategy works, in words and as a picture's plan. */
export interface StrategyModel {
  /** Beneath its name, where there is room for a line. */
  readonly gist: string;
  readonly accepts: string;
  readonly serves: string;
  readonly waits: string;
  readonly picture: ModelPicture;
}

export interface ModelPicture {
  /** The thread that accepts: what is written in it, and the clients that it serves itself. */
  readonly hub: {
    readonly lines: readonly string[];
    readonly serves: number;
    readonly loop?: true;
  };
  /** Clients in the listen queue; 0 where it is nearly always empty. */
  readonly queued: number;
  /** Those it gives work to. */
  readonly workers?: {
    readonly line: string;
    readonly clientsEach: number;
    readonly loop?: true;
    /** Each in a process of its own, or all threads of one. */
    readonly in: 'own-process' | 'same-process';
  };
}

const HAND_OUT = { lines: ['accepts'], serves: 0 } as const;
const LOOPS = {
  accepts: 'the main thread, which hands each client to the next loop in turn',
  serves: 'the loop that got it, in turn with its others',
  waits: 'in kernel buffers, for the one loop that has them',
} as const;

/** By name, in the order in which they are best learned. */
const MODELS: Readonly<Record<string, StrategyModel>> = {
  'one-shot': {
    gist: 'answers one client once, then ends',
    accepts: 'the only thread, once',
    serves: 'the same thread: one message of one client',
    waits: 'in the listen queue, until the server is gone',
    picture: drawSerial('one message,', 'then it ends'),
  },
  'connection-loop': {
    gist: 'one answer per client, one by one',
    accepts: 'the only thread, between two clients',
    serves: 'the same thread: one message, then it hangs up',
    waits: 'in the listen queue',
    picture: drawSerial('one message,', 'then the next'),
  },
  'conversation-loop': {
    gist: 'one client until it leaves',
    accepts: 'the only thread, when a client has left',
    serves: 'the same thread, one whole conversation at a time',
    waits: 'in the listen queue, as long as the one before likes to talk',
    picture: drawSerial('until it leaves,', 'then the next'),
  },
  'process-per-connection': {
    gist: 'a new process for each client',
    accepts: 'the parent, which never reads a byte',
    serves: 'a process of the client’s own, blocked on it alone',
    waits: 'while their process starts',
    picture: {
      hub: HAND_OUT,
      queued: 0,
      workers: { line: 'serves', clientsEach: 1, in: 'own-process' },
    },
  },
  'thread-per-connection': {
    gist: 'a new thread for each client',
    accepts: 'the main thread',
    serves: 'a thread of the client’s own, blocked on it alone',
    waits: 'while their thread starts',
    picture: {
      hub: HAND_OUT,
      queued: 0,
      workers: { line: 'serves', clientsEach: 1, in: 'same-process' },
    },
  },
  'event-loop': {
    gist: 'one thread takes turns',
    accepts: 'the only thread, whenever it comes round',
    serves: 'the same thread, whoever has something for it',
    waits: 'in kernel buffers, until the loop reaches them',
    picture: { hub: { lines: ['accepts', 'and serves'], serves: 4, loop: true }, queued: 0 },
  },
  'worker-threads': {
    gist: 'event loops on a few threads',
    ...LOOPS,
    picture: {
      hub: HAND_OUT,
      queued: 0,
      workers: { line: 'serves', clientsEach: 2, loop: true, in: 'same-process' },
    },
  },
  cluster: {
    gist: 'event loops in a few processes',
    ...LOOPS,
    accepts: 'the primary process, which hands each client to the next worker in turn',
    serves: 'the worker that got it, on its event loop',
    picture: {
      hub: HAND_OUT,
      queued: 0,
      workers: { line: 'serves', clientsEach: 2, loop: true, in: 'own-process' },
    },
  },
  'worker-pool': {
    gist: 'event loop, computation in a pool',
    accepts: 'the loop, as in event-loop',
    serves: 'the loop; what has to be computed it gives to a pool of threads',
    waits: 'in the pool’s queue, those with work; nowhere, the others',
    picture: {
      hub: { lines: ['accepts', 'and serves'], serves: 4, loop: true },
      queued: 0,
      workers: { line: 'computes', clientsEach: 0, in: 'same-process' },
    },
  },
};
const ORDER = Object.keys(MODELS);

/** Null for a server that is not ours. A variant (`cluster/reuse-port`) is its strategy. */
export function findModel(strategy: string | null): StrategyModel | null {
  const name = baseOf(strategy);
  return Object.hasOwn(MODELS, name) ? (MODELS[name] ?? null) : null;
}

/** Place in the teaching order; the unknown come last. */
export function teachingPlace(strategy: string | null): number {
  const place = ORDER.indexOf(baseOf(strategy));
  return place < 0 ? ORDER.length : place;
}

/** One thread for everything, one client at a time. */
function drawSerial(...lines: readonly string[]): ModelPicture {
  return { hub: { lines, serves: 1 }, queued: 4 };
}

function baseOf(strategy: string | null): string {
  return strategy?.split('/')[0] ?? '';
}
