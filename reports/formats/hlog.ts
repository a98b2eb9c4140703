import type { TrialResult } from '../../results/trial-result.ts';
import type { Report } from '../report.ts';

/**
 * HdrHistogram logs: a line for each histogram, in ns, just as it was recorded, with its start and
 * length in seconds and its maximum in ms. https://github.com/HdrHistogram/HdrHistogram
 */
const TIMES = ['responseTimeNs', 'serviceTimeNs'] as const;
const NS_PER_SECOND = 1e9;
const NS_PER_MS = 1e6;

/** Log of a trial: an interval for its response and one for its service times. */
export function renderHlog(result: TrialResult): string {
  return writeLog(result.startedAt, listIntervals(result, ''));
}

/** Log of all complete trials of a run, each interval tagged with its cell and the kind of time. */
export function renderRunHlog({ trials, header }: Report): string {
  const complete = trials.filter(({ status }) => status === 'complete');
  const intervals = complete
    .toSorted((a, b) => Date.parse(a.startedAt) - Date.parse(b.startedAt))
    .flatMap((result) => listIntervals(result, `${result.trial.cell}/`));
  return writeLog(header.startedAt, intervals);
}

function writeLog(startedAt: string, intervals: readonly string[]): string {
  const lines = [
    '#[Histogram log format version 1.3]',
    `#[StartTime: ${toSeconds(startedAt)} (seconds since epoch), ${startedAt}]`,
    '"StartTimestamp","Interval_Length","Interval_Max","Interval_Compressed_Histogram"',
    ...intervals,
  ];
  return `${lines.join('\n')}\n`;
}

function listIntervals(result: TrialResult, prefix: string): readonly string[] {
  const lengthSec = (result.measuredNs / NS_PER_SECOND).toFixed(3);
  return TIMES.flatMap((times) => {
    const distribution = result[times];
    if (distribution === null) return [];
    // A tag ends at a comma, and a line with itself.
    const tag = `${prefix}${times}`.replaceAll(/[^\w./:-]/g, '_');
    const maxMs = (distribution.max / NS_PER_MS).toFixed(3);
    const start = toSeconds(result.startedAt);
    return [`Tag=${tag},${start},${lengthSec},${maxMs},${distribution.histogram}`];
  });
}

function toSeconds(moment: string): string {
  return (Date.parse(moment) / 1e3).toFixed(3);
}
