import { connectionSchedule } from '../arrivals.ts';
import { createClock } from '../clock.ts';
import { createClosedLoop } from '../closed-loop.ts';
import type { Engine } from '../engine.ts';
import { type LoadControl, PHASE, type Window } from '../load-control.ts';
import type { LoadLoop } from '../load-loop.ts';
import type { LoadShare, LoadShareResult } from '../load-plan.ts';
import { createOpenLoop } from '../open-loop.ts';
import { Recorder } from '../recorder.ts';
import { createChurnExchange } from './churn-exchange.ts';
import type { ClientContext, SocketClient } from './client-context.ts';
import { ConversationClient } from './conversation-client.ts';
import { createGreetExchange } from './greet-exchange.ts';
import { OneShotClient } from './one-shot-client.ts';
import { createPacer } from './pacer.ts';

/** Connections that are being opened at the same time. */
const OPENING_MAX = 128;
/** How often a thread looks at what the coordinator wants and says how far it is. */
const LOOK_INTERVAL_MS = 5;

/** The portable engine: `node:net` sockets on the thread's own event loop. */
export const nodeEngine: Engine = {
  run: (share, control) => new NodeEngineRun(share, control).run(),
};

class NodeEngineRun {
  readonly #control: LoadControl;
  readonly #clock: () => number;
  readonly #recorder: Recorder;
  readonly #loop: LoadLoop;
  readonly #clients: SocketClient[];
  readonly #pacer: { start(): void; stop(): void };
  #window: Window | null = null;
  #opening = 0;
  #started = false;

  constructor(share: LoadShare, control: LoadControl) {
    this.#control = control;
    this.#clock = createClock(BigInt(share.originNs));
    this.#recorder = new Recorder(share.plan.timing.timeoutNs);
    this.#loop = createLoop(share);
    this.#pacer = createPacer(this.#loop, this.#clock);
    const context: ClientContext = {
      plan: share.plan,
      clock: this.#clock,
      recorder: this.#recorder,
      loop: this.#loop,
      reportMismatch: (kind, message) => {
        this.#recorder.failedVerification(kind, message);
        this.#control.stop(this.#clock());
      },
    };
    this.#clients = createClients(share, context);
  }

  run(): Promise<LoadShareResult> {
    return new Promise((resolve, reject) => {
      const look = setInterval(() => {
        try {
          if (!this.#advance()) return;
          clearInterval(look);
          resolve(this.#finish());
        } catch (error) {
          clearInterval(look);
          reject(error);
        }
      }, LOOK_INTERVAL_MS);
    });
  }

  /** One look around; true when the load is over. */
  #advance(): boolean {
    this.#control.publish(this.#recorder.progress());
    this.#openMore();
    const { phase } = this.#control;
    const nowNs = this.#clock();
    if (phase === PHASE.opening) return false;
    // Kept as it was set: whoever stops the load writes a shorter one before the phase says so.
    this.#window ??= this.#control.window;
    const window = this.#window;
    if (phase === PHASE.stopping) {
      // What was sent up to now is on the books, so the window can't end before now.
      if (window !== null) {
        const endNs = Math.min(this.#recorder.endNs, nowNs + 1);
        this.#recorder.setWindow({ ...window, endNs });
        this.#loop.end(endNs);
      }
      return true;
    }
    if (window === null) return false;
    if (!this.#started && nowNs >= window.scheduleStartNs) {
      this.#started = true;
      this.#recorder.setWindow(window);
      this.#loop.start(this.#clients, window.scheduleStartNs, window.endNs, nowNs);
      this.#pacer.start();
    }
    return nowNs >= window.drainEndNs || (nowNs >= window.endNs && !this.#isAnythingDue(nowNs));
  }

  #openMore(): void {
    let pending = 0;
    for (let i = 0; i < this.#opening; i += 1) if (!this.#clients[i]?.opened) pending += 1;
    for (; pending < OPENING_MAX && this.#opening < this.#clients.length; this.#opening += 1) {
      this.#clients[this.#opening]?.open();
      pending += 1;
    }
  }

  /** Starved clients have waited the whole window: waiting on tells nothing new. */
  #isAnythingDue(nowNs: number): boolean {
    this.#loop.pump(nowNs);
    return this.#clients.some((client) => client.served && client.inFlight > 0);
  }

  #finish(): LoadShareResult {
    this.#pacer.stop();
    const nowNs = this.#clock();
    for (const client of this.#clients) {
      client.finish(nowNs);
      for (const intendedNs of this.#loop.unsent(client)) this.#recorder.dropped(intendedNs, nowNs);
    }
    this.#control.publish(this.#recorder.progress());
    return this.#recorder.read();
  }
}

function createLoop({ plan, firstConnection, connections }: LoadShare): LoadLoop {
  const { load, seed } = plan;
  return load.loop === 'closed'
    ? createClosedLoop(load.thinkTimeNs, connections, load.depth)
    : createOpenLoop(connections, (slot) => connectionSchedule(load, firstConnection + slot, seed));
}

function createClients(share: LoadShare, context: ClientContext): SocketClient[] {
  const { workload, expectedGreeting } = share.plan;
  const expected = { text: expectedGreeting };
  return Array.from({ length: share.connections }, (_, slot) => {
    const connection = share.firstConnection + slot;
    if (workload.kind === 'conversation') return new ConversationClient(slot, connection, context);
    const createExchange =
      workload.kind === 'churn'
        ? () => createChurnExchange(workload.payloadBytes, connection)
        : () => createGreetExchange(expected);
    return new OneShotClient(slot, context, createExchange);
  });
}
