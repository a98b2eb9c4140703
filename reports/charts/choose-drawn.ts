import { countOf } from '../text/format.ts';

/** As many lines as the eye tells apart in one panel, and as many rows as fit a page. */
export const LINES_MAX = 9;
export const ROWS_MAX = 24;

/** What a chart has room for. */
export interface Drawn<Item> {
  readonly items: readonly Item[];
  /** With those that are not drawn: a finding speaks of all. */
  readonly all: readonly Item[];
  /** For the caption: what is in the table alone; empty when all is drawn. */
  readonly note: string;
}

/**
 * The items of at most so many labels: those of the best places first, then whoever comes first. Their
 * order stays.
 */
export function chooseDrawn<Item extends { readonly label: string }>(
  items: readonly Item[],
  best: readonly string[],
  most: number,
): Drawn<Item> {
  const here = new Set(items.map(({ label }) => label));
  const order = [...new Set([...best.filter((label) => here.has(label)), ...here])];
  if (order.length <= most) return { items, all: items, note: '' };
  const chosen = new Set(order.slice(0, most));
  return {
    items: items.filter(({ label }) => chosen.has(label)),
    all: items,
    note: ` Drawn are ${most}, the best placed first; ${countOf(order.length - most, 'more is', 'more are')} in the table alone.`,
  };
}
