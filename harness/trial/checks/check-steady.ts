import type { TrialResult, Warning } from '../../../results/trial-result.ts';
import { formatShare } from './format-share.ts';

/** Halves of a window that differ by more than this are not one throughput. */
const DRIFT_MAX = 0.1;
/** Fewer intervals in each half show chance, not drift. */
const INTERVALS_PER_HALF_MIN = 2;
const INTERVAL_NS = 100_000_000;

/**
 * Compares the halves of a closed loop's window (an open loop's schedule keeps its throughput the
 * same). It drifted when every interval of one half lies beyond every one of the other: a single
 * hiccup does not make that.
 */
export function checkSteady({ trial, timeline, measuredNs }: TrialResult): Warning | null {
  if (trial.load.loop !== 'closed') return null;
  const whole = timeline.filter(({ atNs }) => atNs + INTERVAL_NS <= measuredNs);
  const half = Math.floor(whole.length / 2);
  if (half < INTERVALS_PER_HALF_MIN) return null;
  const answered = whole.map(({ ok }) => ok);
  const [first, second] = [answered.slice(0, half), answered.slice(-half)];
  const drift = sum(second) / sum(first) - 1;
  const isRising = Math.min(...second) > Math.max(...first);
  const isFalling = Math.max(...second) < Math.min(...first);
  if (!(Math.abs(drift) > DRIFT_MAX) || (!isRising && !isFalling)) return null;
  return {
    code: 'not-steady',
    message: `the second half of the window answered ${formatShare(Math.abs(drift))} ${isRising ? 'more' : 'less'} than the first (limit ${formatShare(DRIFT_MAX)})`,
    advice: isRising
      ? 'Server and load were still warming up: give them a longer warm-up (--warmup, `warmup` of the scenario).'
      : 'It slowed down while it ran: look at the timeline, measure longer, and see whether memory or a queue grows.',
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
