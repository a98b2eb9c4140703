import { describeFinished, type RowPlace } from './describe-finished.ts';
import { describeOpening } from './describe-opening.ts';
import { describeRest } from './describe-rest.ts';
import { estimateRest } from './estimate.ts';
import { formatPlace } from './format-place.ts';
import { nameWidth, type PlannedTrial } from './planned-trial.ts';
import type { ProgressDisplay } from './progress-display.ts';

/** How often it is said how far a slow opening has come. */
const OPENING_INTERVAL_NS = 10_000_000_000;

/** A line per trial, as it ends, and no escape sequence: for files, pipes and dumb terminals. */
export function createPlainDisplay(
  planned: readonly PlannedTrial[] | null,
  stream: NodeJS.WriteStream,
): ProgressDisplay {
  const startedMs = Date.now();
  const rows: Omit<RowPlace, 'place'> = { nameWidth: nameWidth(planned), width: null };
  let openingSaidNs = Number.NEGATIVE_INFINITY;
  const say = (line: string): void => void stream.write(`${line}\n`);
  return {
    update(progress) {
      const opening = describeOpening(progress);
      if (opening === null || progress.atNs - openingSaidNs < OPENING_INTERVAL_NS) return;
      openingSaidNs = progress.atNs;
      say(opening);
    },
    trialStarted() {
      openingSaidNs = Number.NEGATIVE_INFINITY;
    },
    trialFinished(result, number, redos = []) {
      const place = formatPlace(number, planned?.length ?? null);
      const nowMs = Date.now();
      const clock = { startedMs, endedMs: nowMs, ended: number, nowMs };
      const estimate = estimateRest(planned, { ...clock, redos });
      const rest = estimate === null ? '' : `   (${describeRest(estimate.restMs, nowMs)})`;
      for (const line of describeFinished(result, { ...rows, place })) say(`${line}${rest}`);
    },
    say,
    end() {},
  };
}
