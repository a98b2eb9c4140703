import type { Estimate } from '../../stats/sample.ts';
import { INK } from './series-style.ts';

/** ECharts' part of a custom drawing: the values of a row, and where they lie in the panel. */
export interface DrawingApi {
  value(dimension: number): number;
  coord(point: readonly [number, number]): readonly [number, number];
}

/** A bar along the row for the interval of its estimate; a row without an interval has none. */
export function whiskers(
  panel: number,
  rows: readonly { readonly row: number; readonly estimate: Estimate | null }[],
) {
  return {
    type: 'custom',
    z: 2,
    xAxisIndex: panel,
    yAxisIndex: panel,
    encode: { x: [0, 1], y: 2 },
    data: rows.flatMap(({ row, estimate }) => {
      const interval = estimate?.interval ?? null;
      return interval === null || interval.low <= 0 ? [] : [[interval.low, interval.high, row]];
    }),
    renderItem: drawWhisker,
  };
}

function drawWhisker(_: unknown, api: DrawingApi) {
  const row = api.value(2);
  const [x1, y1] = api.coord([api.value(0), row]);
  const [x2, y2] = api.coord([api.value(1), row]);
  return { type: 'line', shape: { x1, y1, x2, y2 }, style: { stroke: INK, lineWidth: 3 } };
}
