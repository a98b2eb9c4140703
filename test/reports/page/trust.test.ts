import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { renderTrialChecks } from '../../../reports/page/trial-checks.ts';
import { renderTrust } from '../../../reports/page/trust.ts';
import { buildReport, type Report } from '../../../reports/report.ts';
import { makeSelftest } from '../../results/make-selftest.ts';
import { createSyntheticRun } from '../synthetic/run.ts';

const run = createSyntheticRun();
const report = buildReport(run);

describe('what a doubter reads', () => {
  test('names every check that a trial is judged by, found or not', () => {
    const folder = new URL('../../../harness/trial/checks/', import.meta.url);
    const codes = readdirSync(folder)
      .filter((name) => name.endsWith('.ts'))
      .flatMap((name) => [
        ...readFileSync(new URL(name, folder), 'utf8').matchAll(/\bcode: '([a-z-]+)'/g),
      ])
      .map(([, code]) => code);
    expect(codes.length).toBeGreaterThan(10);
    const html = renderTrialChecks(report);
    expect(codes.filter((code) => !html.includes(`<th scope="row">${code}</th>`))).toEqual([]);
  });

  test('counts the trials that a check found something in, also one that is not known here', () => {
    const [first, ...others] = run.trials;
    if (first === undefined) throw new Error('the synthetic run has no trial');
    const warning = { code: 'from-the-future', message: 'm', advice: 'a' };
    const trials = [{ ...first, warnings: [warning, warning] }, ...others];
    const html = renderTrialChecks({ ...report, trials });
    expect(html).toMatch(/>from-the-future<.*data-order="1">1</);
    expect(html).toMatch(/>client-bound<.*data-order="5">5</);
    expect(html).toMatch(/>clock-gap<.*data-order="0">0</);
  });

  test('has the messages of the complete trials in places that add up', () => {
    const html = renderTrust(report);
    const counts = ['scheduled', 'ok', 'failed', 'timed out', 'lost', 'dropped', 'unfinished'].map(
      (place) => Number(new RegExp(`>${place}</th><td[^>]*data-order="(\\d+)"`).exec(html)?.[1]),
    );
    const [scheduled = 0, ...places] = counts;
    expect(scheduled).toBeGreaterThan(1_000_000);
    expect(places.reduce((sum, count) => sum + count, 0)).toBe(scheduled);
  });

  test('tells how each check of the selftest came out, and that there was none', () => {
    expect(renderTrust(report)).toContain('Selftest: none is known of this machine');
    const { finishedAt, verdict, errorBudgetNs, checks } = makeSelftest(report.header.environment);
    const selftest = { finishedAt, verdict, errorBudgetNs, checks };
    const html = renderTrust({ ...report, header: { ...report.header, selftest } });
    for (const { name } of checks) expect(html).toContain(`<th scope="row">${name}</th>`);
  });

  test('gives the seed, the commit and the command that repeat the run', () => {
    const html = renderTrust(report);
    for (const text of ['The seed, 42,', '0123456789abcdef', 'run --config bench.config.ts']) {
      expect(html).toContain(text);
    }
  });

  test('says of a run without doubts that there are none', () => {
    const sound: Report = { ...report, warnings: [], excluded: [], missing: [], problems: [] };
    const html = renderTrust({ ...sound, header: { ...sound.header, leftOut: [] } });
    expect(html).toContain('None: no trial raised one.');
    expect(html).toContain('Nothing: every trial is complete.');
  });
});
