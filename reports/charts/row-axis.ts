import { shortenNames } from '../text/shorten-names.ts';
import { FONT, GRID, INK } from './series-style.ts';

/** Axes of charts with a row per strategy. */

export const LABEL_WIDTH = 200;
const LABEL_CHARS = 25;

/** Names at the left of the first panel. */
export function rowAxis(labels: readonly string[], gridIndex: number) {
  const short = shortenNames(labels, LABEL_CHARS);
  return {
    type: 'category',
    gridIndex,
    // By position, because two strategies of one name would share a row.
    data: labels.map((_, index) => String(index)),
    inverse: true,
    axisLine: { show: false },
    axisTick: { show: false },
    splitLine: { show: true, lineStyle: { color: GRID } },
    axisLabel: {
      ...FONT,
      show: gridIndex === 0,
      interval: 0,
      formatter: (index: string) => short.get(labels[Number(index)] ?? '') ?? '',
    },
  };
}

/** Beyond this ratio of greatest to smallest, a linear axis would hide the small ones. */
const LOG_RATIO = 20;

/** From zero, or logarithmic where the figures lie too far apart; says which. */
export function figureAxis(gridIndex: number, figures: readonly number[], top: number) {
  const positive = figures.filter((figure) => figure > 0);
  const max = positive.reduce((a, b) => Math.max(a, b), 0);
  const min = positive.reduce((a, b) => Math.min(a, b), max);
  const log = max > min * LOG_RATIO;
  return {
    type: log ? 'log' : 'value',
    gridIndex,
    min: log ? min / 2 : 0,
    max: log ? max * 2 : max * top || 1,
    name: log ? 'logarithmic' : '',
    nameLocation: 'middle',
    nameGap: 8,
    nameTextStyle: { ...FONT, fontSize: 11 },
    axisLine: { show: true, lineStyle: { color: INK } },
    axisTick: { show: false },
    axisLabel: { show: false },
    splitLine: { show: false },
  };
}
