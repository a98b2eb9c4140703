import { expect, test } from 'vitest';
import { enlargeRun } from '../../../microbench/report/large-run.ts';
import { sizeWithoutDataBytes } from '../../../microbench/report/page-size.ts';
import { renderHtml } from '../../../reports/page/page.ts';
import { buildReport } from '../../../reports/report.ts';
import { createSyntheticRun } from '../synthetic/run.ts';

test('a page of a thousand trials has less than a megabyte beside the data it carries', () => {
  const run = enlargeRun(createSyntheticRun(), 1_000);
  expect(run.trials).toHaveLength(1_000);
  expect(sizeWithoutDataBytes(renderHtml(buildReport(run)))).toBeLessThan(1_000_000);
});
