import { Recorder } from './recorder.ts';

const MESSAGES = 2_000;
/** Times as large as real ones: V8 keeps small numbers in another way. */
const ORIGIN_NS = 5_000_000_000;
const APART_NS = 300_000;
/** Some replies take longer. */
const TIMEOUT_NS = 110_000;
const WINDOW = {
  scheduleStartNs: ORIGIN_NS,
  startNs: ORIGIN_NS + 150_000_000,
  endNs: ORIGIN_NS + 500_000_000,
  drainEndNs: ORIGIN_NS + 600_000_000,
};

/**
 * Shows a recorder that is thrown away what becomes of messages before, in and after a window. V8
 * compiles what it has seen: what first happens when the window opens would throw the compiled
 * code of each message's way away, and make the first milliseconds of every measurement slow.
 */
export function rehearseRecorder(): void {
  const recorder = new Recorder(TIMEOUT_NS);
  for (let message = 0; message < MESSAGES; message += 1) {
    const intendedNs = ORIGIN_NS + message * APART_NS;
    // As in a trial: the window is set when messages have left already.
    if (message === MESSAGES / 10) recorder.setWindow(WINDOW);
    recorder.sent(intendedNs);
    recorder.sentLate(intendedNs);
    // Now and then one is quicker than all before it, or slower.
    const turn = message % 2 === 0 ? message : -message;
    recorder.answered(intendedNs, intendedNs + 10_000, intendedNs + 100_000 + 10 * turn);
  }
}
