import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { describe, expect } from 'vitest';
import { renderHtml } from '../../reports/page/page.ts';
import { readRecordedReport } from '../reports/recorded-report.ts';
import { unfoldAll } from './drawings.ts';
import { testInBrowser, useBrowser, VISITORS } from './visit.ts';

const html = renderHtml(await readRecordedReport());
const open = useBrowser();

describe.each(VISITORS)('the report, $widthPx px wide, $scheme', (visitor) => {
  testInBrowser('has no defect that axe-core finds: contrast, labels, order, keys', async () => {
    await using visit = await open(html, visitor);
    await unfoldAll(visit.page);
    expect(await findDefects(visit.page)).toEqual([]);
  });
});

/** A line per rule that is broken, with a place where and what to do. */
async function findDefects(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  return await page.evaluate<readonly string[]>(`
    axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
      violations.map(({ id, nodes }) =>
        [id, nodes.length + ' times', nodes[0].target, nodes[0].failureSummary].join(': ')))
  `);
}
