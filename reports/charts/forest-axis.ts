import type { ForestScale } from '../forest-line.ts';
import { GRID, INK } from './series-style.ts';
import { round, writeText } from './svg-text.ts';

/** What a forest plot is drawn on: a logarithmic axis, and lines at limits. */
export interface ForestAxis {
  readonly scale: ForestScale;
  /** From where to where its lines go, pixels from the top. */
  readonly top: number;
  readonly bottom: number;
  /** How a place on it is written. */
  readonly formatTick: (logarithm: number) => string;
  /** What lies to the left of no difference, and to the right. */
  readonly ends: readonly [string, string];
}

/** A line at a limit, and what it stands for. */
export interface ForestMark {
  readonly at: number;
  readonly text: string;
}

/** Where it lies in the drawing, pixels. */
export const PLOT = { left: 240, width: 400 } as const;

export function drawAxis({ scale, top, bottom, formatTick, ends }: ForestAxis): string[] {
  const right = PLOT.left + PLOT.width;
  const ticks = listTicks(scale).map((at) => {
    const x = placeOf(at, scale);
    const stroke = at === 0 ? INK : GRID;
    return [
      `<line x1="${x}" x2="${x}" y1="${top}" y2="${bottom}" stroke="${stroke}"/>`,
      writeText(x, bottom + 16, formatTick(at), { anchor: 'middle' }),
    ].join('');
  });
  return [
    ...ticks,
    `<line x1="${PLOT.left}" x2="${right}" y1="${bottom}" y2="${bottom}" stroke="${INK}"/>`,
    writeText(PLOT.left, bottom + 34, ends[0]),
    writeText(right, bottom + 34, ends[1], { anchor: 'end' }),
  ];
}

/** The first has its words on its left, so that those of two near each other do not meet. */
export function drawMarks(marks: readonly ForestMark[], axis: ForestAxis): string[] {
  const { scale, top, bottom } = axis;
  return marks.map(({ at, text }, index) => {
    if (at <= scale.from || at >= scale.to) return '';
    const x = placeOf(at, scale);
    const aside = index === 0 ? -3 : 3;
    return [
      `<line x1="${x}" x2="${x}" y1="${top - 6}" y2="${bottom}" stroke="${INK}" stroke-dasharray="4 3"/>`,
      writeText(x + aside, top - 10, text, { anchor: index === 0 ? 'end' : 'start' }),
    ].join('');
  });
}

/** Pixels from the left; what lies beyond the axis is at its end. */
export function placeOf(logarithm: number, { from, to }: ForestScale): number {
  const share = (logarithm - from) / (to - from);
  return round(PLOT.left + PLOT.width * Math.min(1, Math.max(0, share)));
}

const TICK_RATIOS = [1.02, 1.05, 1.1, 1.2, 1.3, 1.5, 2, 3, 4, 6, 8];
const TICK_SHARES = [0.98, 0.95, 0.9, 0.8, 0.7, 0.5, 0.3, 0.25, 0.15];
const TICK_GAP_MIN = 46;

/** No difference, and outwards from there what leaves its neighbour room for a label. */
function listTicks(scale: ForestScale): number[] {
  return [0, ...listSide(TICK_RATIOS, scale), ...listSide(TICK_SHARES, scale)];
}

function listSide(ratios: readonly number[], scale: ForestScale): number[] {
  let last = placeOf(0, scale);
  return ratios.map(Math.log).filter((at) => {
    const x = placeOf(at, scale);
    if (at < scale.from || at > scale.to || Math.abs(x - last) < TICK_GAP_MIN) return false;
    last = x;
    return true;
  });
}
