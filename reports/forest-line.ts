/** Where a test's figures lie, as logarithms; null where there is none. */
export interface ForestRow {
  readonly estimate: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** Where a regression begins, and where a pass ends. */
  readonly marks: readonly number[];
}

/** What the line shows, as logarithms. */
export interface ForestScale {
  readonly from: number;
  readonly to: number;
  readonly width: number;
}

/** Wide enough for what is usual, and for what was found as far as that fits. */
const LEAST = Math.log(1.08);
const MOST = Math.log(1.5);

/** One scale for all rows, so that they can be compared; it reaches no further than `most`. */
export function chooseScale(
  rows: readonly Pick<ForestRow, 'estimate' | 'low' | 'high'>[],
  width: number,
  most = MOST,
): ForestScale {
  const ends = rows.flatMap(({ low, high, estimate }) => [low, high, estimate]);
  const known = ends.filter((end) => end !== null);
  const reach = (values: readonly number[]): number =>
    Math.min(most, Math.max(LEAST, ...values.map((value) => value * 1.1)));
  return { from: -reach(known.map((end) => -end)), to: reach(known), width };
}

/**
 * An interval with its estimate, among the marks: `   ┊|├─┊●─┤`. What lies beyond the scale ends in
 * an arrow.
 */
export function drawForestLine(row: ForestRow, scale: ForestScale): string {
  const { from, to, width } = scale;
  const place = (value: number): number => Math.round(((value - from) / (to - from)) * (width - 1));
  const line = new Array<string>(width).fill(' ');
  const put = (index: number, sign: string): void => {
    if (index >= 0 && index < width) line[index] = sign;
  };
  for (const mark of row.marks) put(place(mark), '┊');
  put(place(0), '│');
  if (row.estimate === null) return line.join('');
  const low = row.low === null ? -1 : place(row.low);
  const high = row.high === null ? width : place(row.high);
  for (let index = Math.max(0, low); index <= Math.min(width - 1, high); index += 1) {
    if (line[index] === ' ') put(index, '─');
  }
  put(low, '├');
  put(high, '┤');
  if (low < 0) put(0, '◄');
  if (high >= width) put(width - 1, '►');
  put(Math.min(width - 1, Math.max(0, place(row.estimate))), '●');
  return line.join('');
}
