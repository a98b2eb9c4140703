import { chooseScale, type ForestScale } from '../forest-line.ts';
import { escapeHtml } from '../page/escape-html.ts';
import { shortenNames } from '../text/shorten-names.ts';
import { drawAxis, drawMarks, type ForestMark, PLOT, placeOf } from './forest-axis.ts';
import { round, writeText } from './svg-text.ts';

/** How a row came out. Each has a colour and a shape of its own, beside the word that says it. */
export type ForestTone = 'worse' | 'better' | 'fine' | 'untold' | 'aside';

/** Figures are logarithms of ratios; null where there is none. */
export interface ForestPlotRow {
  readonly label: string;
  readonly estimate: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** What the row's figures are, as text. */
  readonly figures: string;
  readonly word: string;
  readonly tone: ForestTone;
}

export interface ForestPlot {
  /** Unique on the page. */
  readonly id: string;
  /** What it shows, for those who cannot see it. */
  readonly title: string;
  readonly rows: readonly ForestPlotRow[];
  /** Lines at limits, from left to right, each with what it stands for. */
  readonly marks: readonly ForestMark[];
  /** How a place on the axis is written. */
  readonly formatTick: (logarithm: number) => string;
  /** What lies to the left of no difference, and to the right. */
  readonly ends: readonly [string, string];
  /** The axis reaches no further; what lies beyond ends in an arrow. */
  readonly most?: number;
}

const WIDTH = 960;
const LABEL_CHARS = 34;
const FIGURES_LEFT = 662;
const WORD_LEFT = 862;
const TOP = 26;
const ROW_HEIGHT = 24;
const BOTTOM = 46;
/** More are in the table beneath. */
export const PLOT_ROWS_MAX = 60;

/** An estimate with its interval a row, on one logarithmic axis. An SVG that needs no script. */
export function renderForestPlot(plot: ForestPlot): string {
  const { id, title, rows, marks, most, formatTick, ends } = plot;
  const shown = rows.slice(0, PLOT_ROWS_MAX);
  const scale = chooseScale(shown, PLOT.width, most);
  const bottom = TOP + shown.length * ROW_HEIGHT;
  const names = shortenNames(
    shown.map(({ label }) => label),
    LABEL_CHARS,
  );
  const axis = { scale, top: TOP, bottom, formatTick, ends };
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${bottom + BOTTOM}" font-family="system-ui, sans-serif" font-size="12" role="img" aria-labelledby="${id}-title">`,
    `<title id="${id}-title">${escapeHtml(title)}</title>`,
    ...drawAxis(axis),
    ...drawMarks(marks, axis),
    ...shown.map((row, index) => {
      const label = names.get(row.label) ?? row.label;
      return drawRow({ ...row, label }, TOP + (index + 0.5) * ROW_HEIGHT, scale);
    }),
    '</svg>',
  ].join('\n');
}

function drawRow(row: ForestPlotRow, y: number, scale: ForestScale): string {
  const { label, figures, word, tone, estimate } = row;
  const color = COLORS[tone];
  return [
    writeText(0, y + 4, label),
    drawInterval(row, y, scale, color),
    estimate === null ? '' : drawEstimate(placeOf(estimate, scale), y, tone),
    writeText(FIGURES_LEFT, y + 4, figures),
    writeText(WORD_LEFT, y + 4, word, { bold: tone !== 'aside' }),
  ].join('');
}

/** A side without a bound, and one beyond the axis, ends in an arrow. */
function drawInterval(
  { estimate, low, high }: ForestPlotRow,
  y: number,
  scale: ForestScale,
  color: string,
): string {
  if (estimate === null || (low === null && high === null)) return '';
  const isOpenLeft = low === null || low < scale.from;
  const isOpenRight = high === null || high > scale.to;
  const left = placeOf(low ?? scale.from, scale);
  const right = placeOf(high ?? scale.to, scale);
  const end = (x: number, isOpen: boolean, outwards: number): string =>
    isOpen
      ? `<path d="M${x},${y} l${-7 * outwards},-5 v10 z" fill="${color}"/>`
      : `<line x1="${x}" x2="${x}" y1="${y - 5}" y2="${y + 5}" stroke="${color}" stroke-width="2"/>`;
  return [
    `<line x1="${left}" x2="${right}" y1="${y}" y2="${y}" stroke="${color}" stroke-width="2.5"/>`,
    end(left, isOpenLeft, -1),
    end(right, isOpenRight, 1),
  ].join('');
}

/** Hold a contrast of 3:1 on white and on the dark page, as those of the series do. */
const COLORS: Readonly<Record<ForestTone, string>> = {
  worse: '#cc4444',
  better: '#0077bb',
  fine: '#1a9870',
  untold: '#8b7500',
  aside: '#808080',
};

function drawEstimate(x: number, y: number, tone: ForestTone): string {
  const color = COLORS[tone];
  // White stands for the page, whatever its colour.
  const hollow = `fill="#fff" stroke="${color}" stroke-width="2"`;
  switch (tone) {
    case 'worse':
      return `<path d="M${x},${y - 7} l7,7 l-7,7 l-7,-7 z" fill="${color}"/>`;
    case 'better':
      return `<path d="M${x},${y - 6} l6,11 h-12 z" fill="${color}"/>`;
    case 'fine':
      return `<circle cx="${x}" cy="${y}" r="5" fill="${color}"/>`;
    case 'untold':
      return `<rect x="${round(x - 4.5)}" y="${y - 4.5}" width="9" height="9" ${hollow}/>`;
    case 'aside':
      return `<circle cx="${x}" cy="${y}" r="4" ${hollow}/>`;
  }
}
