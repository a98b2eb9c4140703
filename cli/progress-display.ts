import { createLogUpdate } from 'log-update';
import type { TrialProgress } from '../harness/trial/measure-trial.ts';
import { openingNs } from '../loadgen/opening-ramp.ts';
import { formatRate } from '../reports/format.ts';
import type { TrialResult } from '../results/trial-result.ts';

/** Redrawn at most this often: two cores feel a terminal. */
const REDRAW_INTERVAL_MS = 250;
/** A client that waits this long for a first reply makes a person wonder. */
const WAITING_NS = 3_000_000_000;

export interface ProgressDisplay {
  /** A trial's state now. */
  update(progress: TrialProgress): void;
  trialStarted(label: string, number: number): void;
  trialFinished(result: TrialResult, number: number): void;
  say(line: string): void;
  end(): void;
}

/**
 * What a run of so many trials (null: not known) shows on standard error: one live line, or a line
 * per trial.
 */
export function createProgressDisplay(
  total: number | null,
  stream: NodeJS.WriteStream,
): ProgressDisplay {
  const isLive = stream.isTTY && process.env.TERM !== 'dumb';
  return isLive ? createLiveDisplay(total, stream) : createPlainDisplay(total, stream);
}

function createPlainDisplay(total: number | null, stream: NodeJS.WriteStream): ProgressDisplay {
  const eta = createEstimate(total);
  const say = (line: string): void => void stream.write(`${line}\n`);
  let hasSaidWaiting = false;
  return {
    update(progress) {
      const waiting = hasSaidWaiting ? null : describeWaiting(progress);
      if (waiting === null) return;
      hasSaidWaiting = true;
      say(waiting);
    },
    trialStarted() {
      hasSaidWaiting = false;
    },
    trialFinished(result, number) {
      say(`${formatPlace(number, total)} ${describeResult(result)}${eta(number)}`);
    },
    say,
    end() {},
  };
}

function createLiveDisplay(total: number | null, stream: NodeJS.WriteStream): ProgressDisplay {
  const update = createLogUpdate(stream, { showCursor: true });
  const eta = createEstimate(total);
  let drawnAtMs = Number.NEGATIVE_INFINITY;
  let label = '';
  let current = 0;
  let answeredBefore = { count: 0, atNs: 0 };

  function draw(text: string, always: boolean): void {
    const nowMs = performance.now();
    if (!always && nowMs - drawnAtMs < REDRAW_INTERVAL_MS) return;
    drawnAtMs = nowMs;
    update(text.slice(0, Math.max(20, (stream.columns ?? 80) - 1)));
  }

  return {
    update(progress) {
      const spanNs = progress.atNs - answeredBefore.atNs;
      const ratePerSec =
        spanNs > 0 ? ((progress.answered - answeredBefore.count) * 1e9) / spanNs : 0;
      const doing =
        describeWaiting(progress) ??
        `${label}  ${progress.phase}  ${formatRate(Math.max(0, ratePerSec))}${eta(current - 1)}`;
      const text = `${formatPlace(current, total)} ${doing}`;
      if (performance.now() - drawnAtMs >= REDRAW_INTERVAL_MS) {
        answeredBefore = { count: progress.answered, atNs: progress.atNs };
      }
      draw(text, false);
    },
    trialStarted(started, number) {
      label = started;
      current = number;
      answeredBefore = { count: 0, atNs: 0 };
      draw(`${formatPlace(current, total)} ${label}  starting${eta(number - 1)}`, false);
    },
    trialFinished(result, number) {
      if (result.status === 'complete') return;
      update.clear();
      stream.write(`${formatPlace(number, total)} ${describeResult(result)}\n`);
    },
    say(line) {
      update.clear();
      stream.write(`${line}\n`);
    },
    end: () => update.clear(),
  };
}

/** What there is to say about a server that keeps its clients waiting; null while it is early. */
function describeWaiting({
  phase,
  served,
  atNs,
  trial: { load, timing },
}: Pick<TrialProgress, 'phase' | 'served' | 'atNs' | 'trial'>): string | null {
  if (phase !== 'opening' || served > 0 || atNs < WAITING_NS) return null;
  const limit = Math.round((openingNs(load) + timing.firstReplyWaitNs) / 1e9);
  return `0 of ${load.connections} clients had a reply after ${WAITING_NS / 1e9} s, waiting up to ${limit} s`;
}

function formatPlace(number: number, total: number | null): string {
  if (total === null) return `[${number}]`;
  if (number > total) return `[again ${number - total}]`;
  return `[${String(number).padStart(String(total).length)}/${total}]`;
}

function describeResult({ trial, status, reasons, throughputPerSec }: TrialResult): string {
  const name = `${trial.cell} #${trial.repetition + 1}`;
  if (status !== 'complete') return `${name}  ${status}: ${reasons.join('; ')}`;
  return throughputPerSec === null
    ? `${name}  nothing to measure`
    : `${name}  ${formatRate(throughputPerSec)}`;
}

/** Says how long the rest will take, from how long the trials took so far. */
function createEstimate(total: number | null): (finished: number) => string {
  const startMs = performance.now();
  return (finished) => {
    if (total === null || finished < 1 || finished >= total) return '';
    const restSec = (((performance.now() - startMs) / finished) * (total - finished)) / 1000;
    const minutes = Math.floor(restSec / 60);
    const text =
      minutes > 0 ? `${minutes} min ${Math.round(restSec % 60)} s` : `${Math.round(restSec)} s`;
    return `  (about ${text} left)`;
  };
}
