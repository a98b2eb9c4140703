import { z } from 'zod';
import type { Distribution } from './distribution.ts';

/** How the figures of a distribution are written in a bound, and where they stand in a result. */
const FIGURES = {
  p50: 'p50',
  p90: 'p90',
  p99: 'p99',
  'p99.9': 'p999',
  'p99.99': 'p9999',
  max: 'max',
  mean: 'mean',
} as const satisfies Record<string, keyof Distribution>;

export const FIGURE_NAMES = Object.keys(FIGURES) as FigureName[];
export type FigureName = keyof typeof FIGURES;

/** What a server has to keep: this figure of its response times below so many nanoseconds. */
export const responseBoundSchema = z.object({
  figure: z.enum(FIGURE_NAMES),
  belowNs: z.int().min(1),
});
export type ResponseBound = z.infer<typeof responseBoundSchema>;

/** The figure that the bound speaks of, ns. */
export function boundedFigure(times: Distribution, { figure }: ResponseBound): number {
  return times[FIGURES[figure]];
}
