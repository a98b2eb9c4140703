import type { ResponseBound } from '../../results/response-bound.ts';
import { formatTime } from '../text/format.ts';

/** `p99 < 5 ms`. */
export function formatBound({ figure, belowNs }: ResponseBound): string {
  // Somebody wrote it with the digits that they meant: those of a measurement are not needed.
  const limit = formatTime(belowNs)
    .replace(/(\.\d*?)0+ /, '$1 ')
    .replace('. ', ' ');
  return `${figure} < ${limit}`;
}
