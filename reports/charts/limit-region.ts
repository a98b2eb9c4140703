import type { ClientLimit } from '../../stats/client-limit.ts';
import { FONT, INK } from './series-style.ts';
import type { DrawingApi } from './whisker.ts';

interface Region {
  readonly coordSys: {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  };
}

/** Between the strokes of the hatching, px. */
const HATCH_STEP = 8;
/** Room for the name between its edge and the first of them, px. */
const NAME_WIDTH = 18;

/** The part of a sweep's panel that says nothing of any server: hatched, and named. */
export function limitRegion(panel: number, limit: ClientLimit | null) {
  const from = limit?.fromPerSec ?? null;
  if (limit === null || from === null) return [];
  // The limit lies somewhere between the two rates.
  const start = limit.belowPerSec === null ? 0 : (limit.belowPerSec + from) / 2;
  return [
    {
      type: 'custom',
      z: 0,
      silent: true,
      xAxisIndex: panel,
      yAxisIndex: panel,
      encode: { x: 0, y: 1 },
      data: [[start, 1]],
      renderItem: ({ coordSys }: Region, api: DrawingApi) => hatch(coordSys, api),
    },
  ];
}

function hatch({ x, y, width, height }: Region['coordSys'], api: DrawingApi) {
  const left = Math.max(x, api.coord([api.value(0), 1])[0]);
  const right = x + width;
  const count = Math.max(0, Math.ceil((right - left - NAME_WIDTH) / HATCH_STEP));
  const hatching = Array.from({ length: count }, (_, index) => NAME_WIDTH + index * HATCH_STEP);
  const strokes = [0, ...hatching].map((offset) => ({
    type: 'line',
    shape: { x1: left + offset, x2: left + offset, y1: y, y2: y + height },
    style: { stroke: INK, lineWidth: 1, opacity: offset === 0 ? 1 : 0.35 },
  }));
  const name = {
    type: 'text',
    x: left + 4,
    y: y + height - 4,
    rotation: Math.PI / 2,
    style: { text: 'client at its limit', font: `11px ${FONT.fontFamily}`, fill: INK },
  };
  return { type: 'group', children: [...strokes, name] };
}
