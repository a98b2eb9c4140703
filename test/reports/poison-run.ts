import type { RecordedRun } from '../../results/read-run.ts';

/** Breaks out of text, of attributes, of comments, of a terminal and of a spreadsheet's cell. */
export const HOSTILE_TEXT = `=x"'><script>alert(1)</script><img src=x onerror=alert(1)>]]>--><!--\u001b[31m\u009b2J\u0007\u202e\u2028\u2029|\n\`]({{@all`;

/** Texts that are data and not names: the code reads them, so they stay. */
const KEPT = new Set([
  'histogram',
  'status',
  'kind',
  'loop',
  'arrivals',
  'transport',
  'engine',
  'startedAt',
]);

/** The run with the hostile text in front of every text, and of every kind of failure. */
export function poisonRun(run: RecordedRun): RecordedRun {
  return walk(run, '') as RecordedRun;
}

function walk(value: unknown, key: string): unknown {
  if (typeof value === 'string') return KEPT.has(key) ? value : `${HOSTILE_TEXT}${value}`;
  if (Array.isArray(value)) return value.map((each) => walk(each, key));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      key === 'failed' ? `${HOSTILE_TEXT}${name}` : name,
      walk(inner, name),
    ]),
  );
}
