import { formatByteRate, formatRate } from '../../reports/text/format.ts';
import { blockBytes, type Trial } from '../../results/trial.ts';

/** Replies per second, or what they carry each way where a load is about bytes. */
export function formatThroughput({ workload }: Pick<Trial, 'workload'>, perSec: number): string {
  const bytes = blockBytes(workload);
  return bytes === null ? formatRate(perSec) : formatByteRate(perSec * bytes);
}
