/**
 * How a strategy looks in every chart of a report. Colours hold a contrast of 3:1 on white and on the
 * dark page; because nobody tells nine colours apart, each has a shape of its own as well.
 */
export interface SeriesStyle {
  readonly color: string;
  readonly symbol: string;
  /** Of a line: solid, or lengths of dash and gap. */
  readonly dash: 'solid' | readonly number[];
}

const COLORS = [
  '#0077bb',
  '#d1600a',
  '#1a9870',
  '#c2569b',
  '#8b7500',
  '#7c66d6',
  '#1b94b3',
  '#cc4444',
  '#808080',
];
const SYMBOLS = [
  'circle',
  'rect',
  'triangle',
  'diamond',
  'path://M0,0 L10,0 L6,5 L10,10 L0,10 L4,5 Z',
  'emptyCircle',
  'emptyRect',
  'emptyTriangle',
  'emptyDiamond',
];
const DASHES = ['solid', [8, 4], [2, 3]] as const;

/** A colour comes again with another shape and another dash. */
export function styleOf(index: number): SeriesStyle {
  const round = Math.floor(index / COLORS.length);
  return {
    color: COLORS[index % COLORS.length] ?? '#808080',
    symbol: SYMBOLS[(index + round) % SYMBOLS.length] ?? 'circle',
    dash: DASHES[round % DASHES.length] ?? 'solid',
  };
}

/** The same strategy looks the same in every scenario. */
export function assignStyles(labels: readonly string[]): ReadonlyMap<string, SeriesStyle> {
  return new Map([...new Set(labels)].map((label, index) => [label, styleOf(index)]));
}

/** Trials that count for nothing: a cross of two strokes, which no strategy has. */
export const CROSS = 'path://M0,0 L10,10 M10,0 L0,10';

/** Text takes the page's ink in the page; lines keep this. 3:1 on both pages. */
export const INK = '#777777';
export const GRID = '#77777740';
export const FONT = { fontFamily: 'system-ui, sans-serif', fontSize: 12, color: INK } as const;
