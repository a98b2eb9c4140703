import { parseArgs } from 'node:util';
import { startServer } from '../../servers/start-server.ts';
import {
  type BarePrograms,
  type ClientCost,
  compileBarePrograms,
  type Exchange,
  runBareClient,
  startBareServer,
} from './bare-programs.ts';
import { runEngine } from './run-engine.ts';

/**
 * What a message costs the load: CPU time per message of both engines, every reply verified and
 * recorded, as a multiple of a bare C client that does neither. A closed loop over TCP; the server,
 * bare C too, on CPU 0, the client on CPU 1, turn and turn about, a fresh client process each time.
 * Without a C compiler the server is `event-loop` and the engines are compared with each other.
 * `npm run bench:engine` takes about three minutes; `-- --rounds 1` a quarter of one.
 */
const SERVER_CPU = 0;
const CLIENT_CPU = 1;
const MESSAGE_BYTES = 64;

interface Setting {
  readonly connections: number;
  readonly depth: number;
  /** What is asked of the ratio to the bare client; null where nothing is. */
  readonly posixMax: number | null;
  readonly nodeMax: number | null;
}

const SETTINGS: readonly Setting[] = [
  { connections: 64, depth: 1, posixMax: 1.2, nodeMax: 1.5 },
  { connections: 64, depth: 16, posixMax: 1.7, nodeMax: null },
  { connections: 1000, depth: 1, posixMax: null, nodeMax: null },
];
/** What is asked of the posix engine's own cost at many connections, as a multiple of that at 64. */
const MANY_CONNECTIONS_MAX = 1.25;

type Client = 'C' | 'posix' | 'node';
type Costs = Record<Client, number[]>;

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '7' },
    warmup: { type: 'string', default: '1000' },
    measure: { type: 'string', default: '1000' },
    server: { type: 'string', default: 'C' },
    connections: { type: 'string', multiple: true },
  },
});
const rounds = Number(options.rounds);

const programs = compileBarePrograms();
const server =
  programs === null || options.server !== 'C'
    ? await startEventLoop()
    : await startBareServer(programs, SERVER_CPU);
try {
  await benchAll();
} finally {
  await server.stop();
}

async function benchAll(): Promise<void> {
  const wanted = options.connections?.map(Number);
  const settings = wanted?.map((connections) => ({
    ...{ connections, depth: 1, posixMax: null, nodeMax: null },
  }));
  let baseNs: number | null = null;
  for (const setting of settings ?? SETTINGS) {
    const costs = await bench(setting);
    const posixNs = median(costs.posix);
    print(setting, costs);
    if (baseNs === null) baseNs = posixNs;
    else if (setting.depth === 1) {
      const factor = (posixNs / baseNs).toFixed(2);
      console.log(`  posix, of its own cost above: ${factor} (asked: ${MANY_CONNECTIONS_MAX})`);
    }
  }
}

async function bench({ connections, depth }: Setting): Promise<Costs> {
  const exchange: Exchange = {
    ...{ connections, depth, messageBytes: MESSAGE_BYTES },
    ...{ warmupMs: Number(options.warmup), measureMs: Number(options.measure) },
  };
  const runs: Record<Client, () => Promise<ClientCost>> = {
    C: () => runBareClient(mustHave(programs), server.port, exchange, CLIENT_CPU),
    posix: () => runEngine('posix', server.port, exchange, CLIENT_CPU),
    node: () => runEngine('node', server.port, exchange, CLIENT_CPU),
  };
  const names: Client[] = programs === null ? ['posix', 'node'] : ['C', 'posix', 'node'];
  const costs: Costs = { C: [], posix: [], node: [] };
  for (let round = 1; round <= rounds; round += 1) {
    for (const name of names) {
      const { messages, cpuNs } = await runs[name]();
      costs[name].push(cpuNs / messages);
      const rate = Math.round(messages / (exchange.measureMs / 1000));
      console.error(
        `${connections} x ${depth}, round ${round}/${rounds}  ${name.padEnd(5)}  ${Math.round(cpuNs / messages)} ns at ${rate}/s`,
      );
    }
    // Who goes first changes: whatever drifts, drifts for all.
    names.push(...names.splice(0, 1));
  }
  return costs;
}

function print({ connections, depth, posixMax, nodeMax }: Setting, costs: Costs): void {
  console.log(
    `${connections} connections, depth ${depth}, ${MESSAGE_BYTES} bytes, ${rounds} rounds`,
  );
  const bareNs = costs.C.length > 0 ? median(costs.C) : null;
  if (bareNs !== null) console.log(`  C      ${describe(costs.C)}`);
  for (const [name, most] of [['posix', posixMax] as const, ['node', nodeMax] as const]) {
    const ratio = bareNs === null ? '' : `  ${(median(costs[name]) / bareNs).toFixed(2)} x C`;
    const asked = most === null || bareNs === null ? '' : ` (asked: ${most})`;
    console.log(`  ${name.padEnd(5)}  ${describe(costs[name])}${ratio}${asked}`);
  }
}

async function startEventLoop() {
  const { address, stop } = await startServer(
    'event-loop',
    {
      service: 'echo',
      listen: { transport: 'tcp', host: '127.0.0.1', port: 0 },
      backlog: 4096,
      workers: 1,
      distribution: 'round-robin',
      work: { rounds: 1, messageBytes: MESSAGE_BYTES },
    },
    { cpus: [SERVER_CPU] },
  );
  if (address.transport === 'unix') throw new Error('the server was to speak TCP');
  return { port: address.port, stop };
}

function mustHave(found: BarePrograms | null): BarePrograms {
  if (found === null) throw new Error('there is no C compiler: install cc');
  return found;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2;
}

function describe(valuesNs: readonly number[]): string {
  const [middle, least, most] = [median(valuesNs), Math.min(...valuesNs), Math.max(...valuesNs)];
  return `${Math.round(middle)} ns (${Math.round(least)} to ${Math.round(most)})`;
}
