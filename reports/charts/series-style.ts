/**
 * How a strategy looks in every chart of a report. Colours hold a contrast of 3:1 on white and on the
 * dark page; because nobody tells nine colours apart, each has a shape of its own as well.
 */
export interface SeriesStyle {
  readonly color: string;
  readonly symbol: string;
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
  'path://M0,3 L3,0 L5,2 L7,0 L10,3 L8,5 L10,7 L7,10 L5,8 L3,10 L0,7 L2,5 Z',
  'emptyCircle',
  'emptyRect',
  'emptyTriangle',
  'emptyDiamond',
];

export function styleOf(index: number): SeriesStyle {
  return {
    color: COLORS[index % COLORS.length] ?? '#808080',
    symbol: SYMBOLS[index % SYMBOLS.length] ?? 'circle',
  };
}

/** The same strategy looks the same in every scenario. */
export function assignStyles(labels: readonly string[]): ReadonlyMap<string, SeriesStyle> {
  return new Map([...new Set(labels)].map((label, index) => [label, styleOf(index)]));
}

/** Replaced by the page's style, so that it fits light and dark. */
export const INK = '#777777';
export const GRID = '#77777740';
export const FONT = { fontFamily: 'system-ui, sans-serif', fontSize: 12, color: INK } as const;
