import type { Report } from '../report.ts';

/** What the other formats show, as data. The trials themselves are in the run's `trials.jsonl`. */
export function renderJson(report: Report): string {
  const { trials: _, ...data } = report;
  return `${JSON.stringify({ schema: 1, ...data }, null, 2)}\n`;
}
