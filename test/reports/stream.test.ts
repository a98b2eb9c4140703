import { describe, expect, test } from 'vitest';
import { renderCsv } from '../../reports/formats/csv.ts';
import { renderMarkdown } from '../../reports/formats/markdown.ts';
import { renderLoadSummary } from '../../reports/load/load-summary.ts';
import { renderHtml } from '../../reports/page/page.ts';
import { buildReport } from '../../reports/report.ts';
import { renderTerminal } from '../../reports/terminal/terminal.ts';
import type { RecordedRun } from '../../results/read-run.ts';
import { createSyntheticRun } from './synthetic/run.ts';

const run = createSyntheticRun();
const talks = run.trials.filter(({ trial }) => trial.scenario === 'conversation');
const streams = talks.map((result) => ({
  ...result,
  trial: { ...result.trial, workload: { kind: 'stream' as const, payloadBytes: 16_384 } },
}));
const wide = { color: false, width: 120 };

function reportOf(trials: RecordedRun['trials']) {
  return buildReport({ ...run, trials });
}

describe('a stream', () => {
  test.each([
    ['terminal', (trials: RecordedRun['trials']) => renderTerminal(reportOf(trials), wide)],
    ['HTML', (trials: RecordedRun['trials']) => renderHtml(reportOf(trials))],
    ['Markdown', (trials: RecordedRun['trials']) => renderMarkdown(reportOf(trials))],
  ])('is told in bytes each way: %s', (_, render) => {
    // 62,400 blocks of 16 KiB a second.
    expect(render(streams)).toMatch(/→? ?event-loop[^|]*9[67]\d MiB\/s each way/);
    expect(render(streams).match(/MiB\/s/g)?.length).toBeGreaterThan(6);
    expect(render(talks)).not.toMatch(/MiB\/s|each way/);
  });

  test('has its bytes per second in the CSV, and other workloads have none', () => {
    const columnOf = (trials: RecordedRun['trials']) => {
      const [titles = '', ...rows] = renderCsv(reportOf(trials)).trim().split('\r\n');
      const at = titles.split(',').indexOf('bytesPerSecEachWay');
      return rows.map((row) => row.split(',').at(at));
    };
    const trial = streams.at(-1);
    expect(columnOf(talks).every((text) => text === '')).toBe(true);
    expect(columnOf(streams).at(-1)).toBe(String((trial?.throughputPerSec ?? 0) * 16_384));
  });

  test('is told in bytes each way by the summary of a load', () => {
    const [trial] = streams.slice(-1);
    if (trial === undefined) throw new Error('no trial');
    expect(renderLoadSummary(trial, wide)).toMatch(/\n9\d\d MiB\/s each way: \d.* answered/);
  });

  test('fits a narrow terminal', () => {
    const text = renderTerminal(reportOf(streams), { color: false, width: 60 });
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(60);
    expect(text).toMatch(/MiB\/s/);
  });
});
