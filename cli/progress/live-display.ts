import { createLogUpdate } from 'log-update';
import { createPaint } from '../../reports/text/paint.ts';
import { wrapText } from '../../reports/text/wrap-text.ts';
import { inAscii, showsUnicode } from '../output/ascii.ts';
import { describeTerminal } from '../output/terminal-options.ts';
import { describeFinished } from './describe-finished.ts';
import { drawProgress } from './draw-progress.ts';
import { formatPlace } from './format-place.ts';
import { nameWidth, type PlannedTrial } from './planned-trial.ts';
import type { ProgressDisplay } from './progress-display.ts';
import {
  beginProgress,
  endTrial,
  type ProgressState,
  startTrial,
  takeProgress,
} from './progress-state.ts';

/** Redrawn at most this often: this process runs on the load's CPU. */
const REDRAW_INTERVAL_MS = 250;
/** Narrower windows are drawn as if they were this wide. */
const WIDTH_MIN = 20;

/**
 * Live lines beneath the rows of what has ended. It draws when it is told something, never by a
 * timer of its own, and at most every 250 ms: rows wait for the next drawing.
 */
export function createLiveDisplay(
  planned: readonly PlannedTrial[] | null,
  stream: NodeJS.WriteStream,
): ProgressDisplay {
  const live = createLogUpdate(stream, { showCursor: true });
  const { color } = describeTerminal(stream);
  const paint = createPaint(color);
  const encode = showsUnicode(process.env) ? (text: string) => text : inAscii;
  let state: ProgressState = beginProgress(planned, Date.now());
  let rows: string[] = [];
  let drawnAtMs = Number.NEGATIVE_INFINITY;

  const widthNow = (): number => Math.max(WIDTH_MIN, (stream.columns ?? 80) - 1);

  function flushRows(): void {
    if (rows.length === 0) return;
    live.persist(encode(rows.join('\n')));
    rows = [];
  }

  function draw(): void {
    const nowMs = performance.now();
    if (nowMs - drawnAtMs < REDRAW_INTERVAL_MS) return;
    drawnAtMs = nowMs;
    flushRows();
    const lines = drawProgress(state, { width: widthNow(), paint, nowMs: Date.now() });
    live(encode(lines.join('\n')));
  }

  return {
    update(progress) {
      state = takeProgress(state, progress);
      draw();
    },
    trialStarted(label, number) {
      state = startTrial(state, label, number);
      draw();
    },
    // What follows draws the row: the next trial, or the end.
    trialFinished(result, number, redos = []) {
      state = endTrial(state, { number, redos, nowMs: Date.now() });
      const place = formatPlace(number, planned?.length ?? null);
      const row = { place, nameWidth: nameWidth(planned), width: widthNow() };
      const lines = describeFinished(result, row);
      rows.push(...(result.status === 'complete' ? lines : lines.map((l) => paint('yellow', l))));
    },
    say(line) {
      rows.push(...line.split('\n').flatMap((each) => wrapText(each, widthNow(), '  ')));
      flushRows();
    },
    end() {
      flushRows();
      live.clear();
    },
  };
}
