import { shortenNames } from '../text/shorten-names.ts';
import { WIDTH_OF_CHAR } from './measure-text.ts';
import { FONT } from './series-style.ts';

/** Whose line is whose, beneath the panels of a chart. */

/** Longest name in a legend, characters. */
const LEGEND_CHARS = 32;
/** Narrower than any drawing. */
const WIDTH = 780;
const GAP = 16;
const MARK_WIDTH = 22;
const CHAR_WIDTH = WIDTH_OF_CHAR * FONT.fontSize;
const ROW_HEIGHT = 14 + GAP;

export function legendOf(labels: readonly string[]) {
  const short = shortenNames(labels, LEGEND_CHARS);
  return {
    bottom: 0,
    width: WIDTH,
    data: labels,
    textStyle: FONT,
    itemWidth: MARK_WIDTH,
    itemGap: GAP,
    formatter: (label: string) => short.get(label) ?? label,
  } as const;
}

/** Room that the legend needs, px. */
export function legendHeight(labels: readonly string[]): number {
  let rows = 1;
  let used = 0;
  for (const label of labels) {
    const chars = Math.min([...label].length, LEGEND_CHARS);
    const width = chars * CHAR_WIDTH + MARK_WIDTH + 5 + GAP;
    if (used > 0 && used + width > WIDTH) {
      rows += 1;
      used = 0;
    }
    used += width;
  }
  return rows * ROW_HEIGHT;
}
