import type { Load } from '../results/trial.ts';
import { DeliveryRecorder } from './chat/delivery-recorder.ts';
import { seatOf } from './chat/seats.ts';
import type { ConnectedClient } from './clients/client-context.ts';
import type { Carrier } from './clients/connection.ts';
import { createClients } from './clients/create-clients.ts';
import type { Clock } from './clock.ts';
import { NEVER, type Schedule, senderSchedule } from './load-loops/arrivals.ts';
import { createClosedLoop } from './load-loops/closed-loop.ts';
import type { LoadLoop } from './load-loops/load-loop.ts';
import { createOpenLoop } from './load-loops/open-loop.ts';
import type { LoadShare } from './load-plan.ts';
import { OpeningRamp } from './opening-ramp.ts';
import { collectAhead, GarbageCollectionWatch } from './recording/garbage-collections.ts';
import { Recorder } from './recording/recorder.ts';
import { rehearseRecorder } from './recording/rehearse-recorder.ts';
import type { LoadShareResult } from './recording/share-result.ts';
import { ThreadTimeWatch } from './recording/thread-time.ts';
import { type LoadControl, PHASE } from './threads/load-control.ts';
import type { Window } from './window.ts';

/** How often a thread looks at what the coordinator wants and says how far it is, ns. */
export const LOOK_INTERVAL_NS = 5_000_000;

/** What an engine brings. */
export interface EngineParts {
  readonly clock: Clock;
  readonly carrier: Carrier;
}

/** One share of a load from its first connection to its result: what all engines do alike. */
export class EngineRun {
  readonly clock: Clock;
  readonly #control: LoadControl;
  readonly #recorder: Recorder;
  /** Null for a load that is no chat. */
  readonly #deliveries: DeliveryRecorder | null;
  readonly #loop: LoadLoop;
  readonly #clients: readonly ConnectedClient[];
  readonly #ramp: OpeningRamp;
  readonly #garbage = new GarbageCollectionWatch();
  readonly #threadTime = new ThreadTimeWatch();
  #opened = 0;
  #waiting: readonly ConnectedClient[] = [];
  #window: Window | null = null;
  #started = false;
  #windowEnded = false;

  constructor(share: LoadShare, control: LoadControl, { clock, carrier }: EngineParts) {
    this.#control = control;
    this.clock = clock;
    rehearseRecorder();
    const recorder = new Recorder(share.plan.timing.timeoutNs);
    this.#recorder = recorder;
    this.#deliveries =
      share.plan.workload.kind === 'chat'
        ? new DeliveryRecorder((atNs) => recorder.measures(atNs))
        : null;
    this.#ramp = new OpeningRamp(share.plan.load, share.plan.threads);
    this.#loop = createLoop(share, recorder);
    this.#clients = createClients(share, {
      plan: share.plan,
      clock: this.clock,
      recorder,
      deliveries: this.#deliveries,
      loop: this.#loop,
      carrier,
      reportMismatch: (kind, message) => {
        recorder.failedVerification(kind, message);
        this.#control.stop(this.clock());
      },
    });
  }

  /** Whether messages leave by the load loop: `pump` is worth calling. */
  get started(): boolean {
    return this.#started;
  }

  /** Sends whatever is due; returns when the next message is, Infinity for never. */
  pump(nowNs: number): number {
    return this.#loop.pump(nowNs);
  }

  /** To be called every `LOOK_INTERVAL_NS`; true when the load is over. */
  look(): boolean {
    this.#control.publish(this.#recorder.progress());
    this.#recorder.timeline.tellEnded(this.#control.ownTimes);
    this.#openMore();
    const { phase } = this.#control;
    const nowNs = this.clock();
    if (phase === PHASE.opening) return false;
    // Kept as it was set: whoever stops the load writes a shorter one before the phase says so.
    this.#window ??= this.#learnWindow(nowNs);
    const window = this.#window;
    this.#garbage.look(nowNs, window);
    this.#threadTime.look(nowNs, window);
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
    }
    if (nowNs < window.endNs) return false;
    this.#endWindow(nowNs);
    return nowNs >= window.drainEndNs || !this.#isAnythingDue(nowNs);
  }

  /** Closes everything and books what is left. */
  finish(): LoadShareResult {
    const nowNs = this.clock();
    const garbageCollections = this.#garbage.read();
    const threadTime = this.#threadTime.read();
    for (const client of this.#clients) {
      client.finish(nowNs);
      for (const intendedNs of this.#loop.unsent(client)) this.#recorder.dropped(intendedNs, nowNs);
    }
    this.#control.publish(this.#recorder.progress());
    const { lastReplyNs } = this.#recorder;
    return {
      ...this.#recorder.read(),
      garbageCollections,
      threadTime,
      deliveries: this.#deliveries?.read() ?? null,
      silentNs:
        lastReplyNs === null
          ? null
          : Math.max(0, Math.min(nowNs, this.#recorder.endNs) - lastReplyNs),
    };
  }

  #learnWindow(nowNs: number): Window | null {
    const { window } = this.#control;
    if (window !== null && nowNs < window.scheduleStartNs) collectAhead();
    return window;
  }

  #openMore(): void {
    if (this.#opened === this.#clients.length) return;
    this.#waiting = this.#waiting.filter(isWaiting);
    const count = this.#ramp.take(this.clock(), {
      unopened: this.#clients.length - this.#opened,
      connecting: this.#waiting.filter((client) => !client.opened).length,
      waiting: this.#waiting.length,
      served: this.#recorder.progress().served,
    });
    const next = this.#clients.slice(this.#opened, this.#opened + count);
    this.#opened += count;
    for (const client of next) client.open();
    this.#waiting = this.#waiting.concat(next);
  }

  /** What was due leaves first. */
  #endWindow(nowNs: number): void {
    if (this.#windowEnded) return;
    this.#windowEnded = true;
    this.#loop.pump(nowNs);
    for (const client of this.#clients) client.windowEnded?.(nowNs);
  }

  /** Starved clients have waited the whole window: waiting on tells nothing new. */
  #isAnythingDue(nowNs: number): boolean {
    this.#loop.pump(nowNs);
    return this.#clients.some((client) => client.served && client.inFlight > 0);
  }
}

/** Its connection may be in the server's listen queue: it is not there yet, or had no reply. */
function isWaiting(client: ConnectedClient): boolean {
  return !client.opened || (!client.served && client.inFlight > 0);
}

function createLoop(share: LoadShare, recorder: Recorder): LoadLoop {
  const { load } = share.plan;
  const { connections } = share;
  if (load.loop === 'closed') return createClosedLoop(load.thinkTimeNs, connections, load.depth);
  return createOpenLoop(
    connections,
    (slot) => scheduleOf(share, load, slot),
    (intendedNs) => recorder.sentLate(intendedNs),
  );
}

function scheduleOf(
  { plan: { workload, seed }, firstConnection }: LoadShare,
  load: Extract<Load, { loop: 'open' }>,
  slot: number,
): Schedule {
  const connection = firstConnection + slot;
  if (workload.kind !== 'chat') return senderSchedule(load, connection, seed);
  const { room, member, speaks } = seatOf(workload, connection);
  const { rooms, speakersPerRoom } = workload;
  if (!speaks) return NEVER;
  // In turn over the rooms, so that each is asked as evenly as all of them together.
  return senderSchedule(load, member * rooms + room, seed, rooms * speakersPerRoom);
}
