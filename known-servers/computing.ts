import type { Behaviour } from './behaviour.ts';
import { BusyLog, readClockNs } from './busy-log.ts';
import type { KnownBehaviour } from './known-behaviour.ts';
import { wholeMessages } from './whole-messages.ts';

type Compute = Extract<KnownBehaviour, { kind: 'compute' }>;

const CALIBRATION_NS = 30_000_000;
const CALIBRATION_ROUNDS = 20_000;

/** The same computation for every message; how long it really took, with sending, is logged. */
export function computing({ messageBytes, computeNs }: Compute): Behaviour {
  const busy = new BusyLog();
  const rounds = Math.max(1, Math.round(computeNs / measureRoundNs()));
  return {
    converse: (answer) =>
      wholeMessages(messageBytes, (message) => {
        compute(rounds);
        answer(message, 0, message.length);
        busy.done();
      }),
    woke: () => busy.woke(),
    log: () => ({ busyNs: busy.busyNs }),
  };
}

/** The fastest of many short stretches: a thread that was interrupted in one says nothing. */
function measureRoundNs(): number {
  const endNs = readClockNs() + CALIBRATION_NS;
  let leastNs = Number.POSITIVE_INFINITY;
  for (let nowNs = readClockNs(); nowNs < endNs; ) {
    compute(CALIBRATION_ROUNDS);
    const afterNs = readClockNs();
    leastNs = Math.min(leastNs, afterNs - nowNs);
    nowNs = afterNs;
  }
  return leastNs / CALIBRATION_ROUNDS;
}

let state = 1;

/** Steps of a xorshift generator (Marsaglia 2003): each needs the one before, none can be left out. */
function compute(rounds: number): void {
  let x = state;
  for (let round = 0; round < rounds; round += 1) {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
  }
  state = x;
}
