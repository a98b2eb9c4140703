import { describe, expect, test } from 'vitest';
import { renderCsv } from '../../../reports/formats/csv.ts';
import { renderMarkdown } from '../../../reports/formats/markdown.ts';
import { renderHtml } from '../../../reports/page/page.ts';
import { buildReport } from '../../../reports/report.ts';
import { tabulate } from '../../../reports/scenario-table.ts';
import { renderTerminal } from '../../../reports/terminal/terminal.ts';
import { MEMORY_AID } from '../../../reports/words/memory.ts';
import type { ServerCost, TrialResult } from '../../../results/trial-result.ts';
import { createSyntheticRun } from '../synthetic/run.ts';

const RUN = createSyntheticRun({ repetitions: 5 });
const MIB = 2 ** 20;

describe('memory in a report', () => {
  test('is the proportional set size where every strategy has one, and says so', () => {
    const report = reportWith(() => ({ peakRssBytes: 900 * MIB, pssBytes: 100 * MIB }));
    expect(memoryTexts(report)).toEqual(['100 MiB']);
    for (const text of renderAll(report)) {
      expect(text).toContain(MEMORY_AID.pssBytes);
      expect(text).not.toContain(MEMORY_AID.peakRssBytes);
    }
  });

  test('is the summed RSS in a run from before, which has no proportional set size', () => {
    const report = reportWith(({ pssBytes: _, ...server }) => ({
      ...server,
      peakRssBytes: 900 * MIB,
    }));
    expect(memoryTexts(report)).toEqual(['900 MiB']);
    for (const text of renderAll(report)) expect(text).toContain(MEMORY_AID.peakRssBytes);
  });

  test('is never a mixture: one strategy without a proportional set size, and all show RSS', () => {
    const report = reportWith((_, { trial }) => ({
      peakRssBytes: 900 * MIB,
      pssBytes: trial.strategy === 'cluster' ? null : 100 * MIB,
    }));
    expect(memoryTexts(report)).toEqual(['900 MiB']);
  });

  test('needs no proportional set size in every trial, only in every cell', () => {
    const report = reportWith((_, { trial }) => ({
      peakRssBytes: 900 * MIB,
      pssBytes: trial.repetition === 2 ? null : 100 * MIB,
    }));
    expect(memoryTexts(report)).toEqual(['100 MiB']);
  });

  test('is not explained where none is known', () => {
    const trials = RUN.trials.map((result) => ({ ...result, server: null }));
    const report = buildReport({ ...RUN, trials });
    expect(memoryTexts(report)).toEqual(['–']);
    for (const text of renderAll(report)) {
      for (const aid of Object.values(MEMORY_AID)) expect(text).not.toContain(aid);
    }
  });

  test('is in the CSV in both kinds', () => {
    const report = reportWith(() => ({ peakRssBytes: 901, pssBytes: 101 }));
    const [head = '', first = ''] = renderCsv(report).split('\r\n');
    const at = head.split(',').indexOf('serverPssBytes');
    expect(head.split(',')[at - 1]).toBe('serverPeakRssBytes');
    expect(first).toContain(',901,101,');
  });
});

function reportWith(change: (server: ServerCost, result: TrialResult) => Partial<ServerCost>) {
  const trials = RUN.trials.map((result): TrialResult => {
    if (result.server === null) return result;
    const { pssBytes: _, ...rest } = result.server;
    return { ...result, server: { ...rest, ...change(result.server, result) } };
  });
  return buildReport({ ...RUN, trials });
}

/** What the column says, once each; cells without a complete trial say nothing. */
function memoryTexts(report: ReturnType<typeof buildReport>): readonly string[] {
  const texts = report.scenarios.flatMap((scenario) =>
    tabulate(scenario, { spread: false, apart: true })
      .filter((row) => row.cell.completeTrials > 0)
      .map((row) => row.texts.memory.replaceAll(/[()]/g, '')),
  );
  return [...new Set(texts)];
}

/** Line breaks and Markdown's escapes aside. */
function renderAll(report: ReturnType<typeof buildReport>): readonly string[] {
  return [
    renderTerminal(report, { color: false, width: 120 }).replaceAll('\n', ' '),
    renderHtml(report),
    renderMarkdown(report),
  ];
}
