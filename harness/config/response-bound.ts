import { FIGURE_NAMES, type ResponseBound } from '../../results/response-bound.ts';
import { parseDurationNs } from './quantity.ts';

export const BOUND_EXPECTED = `expected a bound such as p99<5ms: one of ${FIGURE_NAMES.join(', ')}, '<', and a duration (500us, 5ms, 1s)`;

const BOUND = /^\s*(\S+?)\s*<\s*(\S+)\s*$/;

/** `p99<5ms`, spaces allowed; null when the text is no bound (BOUND_EXPECTED says what is one). */
export function parseBound(text: string): ResponseBound | null {
  const [, name = '', duration = ''] = BOUND.exec(text) ?? [];
  const figure = FIGURE_NAMES.find((known) => known === name.toLowerCase());
  const belowNs = parseDurationNs(duration);
  return figure === undefined || belowNs === null || belowNs <= 0 ? null : { figure, belowNs };
}
