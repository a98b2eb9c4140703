import { formatTime } from '../text/format.ts';
import { FONT, GRID, INK } from './series-style.ts';

/** Axes that every chart shares. Plain ECharts options. */

const LOOK = {
  axisLine: { show: true, lineStyle: { color: INK } },
  axisTick: { show: false },
  minorTick: { show: false },
  splitLine: { show: true, lineStyle: { color: GRID } },
  nameTextStyle: FONT,
} as const;

/** 1 / (1 - quantile), so that every further nine takes the same space. */
export function ninesAxis(gridIndex: number, max: number) {
  return {
    ...LOOK,
    type: 'log',
    gridIndex,
    min: 1,
    max,
    name: 'percentile',
    nameLocation: 'middle',
    nameGap: 26,
    axisLabel: {
      ...FONT,
      formatter: formatNines,
      // The median, where everybody begins to read; the nines; not the fastest, which is too near.
      customValues: [2, 10, 1e2, 1e3, 1e4, 1e5, 1e6].filter((oneOver) => oneOver <= max),
    },
  } as const;
}

/** `2` is the median, `10` the 90th percentile, `1000` the 99.9th. */
function formatNines(oneOver: number): string {
  if (oneOver <= 2) return 'p50';
  const nines = Math.round(Math.log10(oneOver));
  return nines <= 2 ? `p${100 - 10 ** (2 - nines)}` : `p99.${'9'.repeat(nines - 2)}`;
}

/** Time in nanoseconds over whole powers of ten that hold every value. */
export function timeAxis(gridIndex: number, timesNs: readonly number[], named: boolean) {
  const [min, max] = powersAround(timesNs);
  return {
    ...LOOK,
    type: 'log',
    gridIndex,
    min,
    max,
    name: named ? 'time' : '',
    axisLabel: { ...FONT, formatter: (timeNs: number) => roundTick(formatTime(timeNs)) },
  } as const;
}

export function linearAxis(gridIndex: number, name: string, format: (value: number) => string) {
  return {
    ...LOOK,
    type: 'value',
    gridIndex,
    min: 0,
    splitNumber: 4,
    name,
    nameLocation: 'middle',
    nameGap: 26,
    axisLabel: {
      ...FONT,
      formatter: (value: number) => roundTick(format(value)),
      hideOverlap: true,
    },
  } as const;
}

export function panelTitle(text: string, left: number) {
  return {
    text,
    left,
    top: 0,
    textStyle: { ...FONT, fontSize: 13, fontWeight: 'bold' },
  } as const;
}

/** `10.0 µs` is `10 µs` on an axis, `1.50 s` is `1.5 s`, and nothing has no unit. */
export function roundTick(text: string): string {
  return text
    .replace(/(\.\d*?)0+(?=\D|$)/, '$1')
    .replace(/\.(?=\D|$)/, '')
    .replace(/^0 .*/, '0');
}

function powersAround(values: readonly number[]): readonly [number, number] {
  const positive = values.filter((value) => value > 0);
  if (positive.length === 0) return [1, 10];
  const smallest = positive.reduce((a, b) => Math.min(a, b));
  const greatest = positive.reduce((a, b) => Math.max(a, b));
  const low = 10 ** Math.floor(Math.log10(smallest));
  const high = 10 ** Math.ceil(Math.log10(greatest));
  return [low, high > low ? high : low * 10];
}
