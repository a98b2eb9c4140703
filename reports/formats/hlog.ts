import { HistogramLogWriter } from 'hdr-histogram-js';
import { decodeHistogram } from '../../results/histogram-codec.ts';
import type { TrialResult } from '../../results/trial-result.ts';

/** HdrHistogram log of a trial: an interval for its response and one for its service times, in ns. */
export function renderHlog(result: TrialResult): string {
  let log = '';
  const writer = new HistogramLogWriter((text: string) => {
    log += text;
  });
  const startMs = Date.parse(result.startedAt);
  writer.outputLogFormatVersion();
  writer.outputStartTime(startMs);
  writer.outputLegend();
  for (const tag of ['responseTimeNs', 'serviceTimeNs'] as const) {
    const distribution = result[tag];
    if (distribution === null) continue;
    const histogram = decodeHistogram(distribution.histogram);
    histogram.tag = tag;
    histogram.startTimeStampMsec = startMs;
    histogram.endTimeStampMsec = startMs + result.measuredNs / 1e6;
    writer.outputIntervalHistogram(histogram);
  }
  return log;
}
