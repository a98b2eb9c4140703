import { describe, expect } from 'vitest';
import { renderComparisonPage } from '../../reports/comparison/page.ts';
import { renderHtml } from '../../reports/page/page.ts';
import { buildReport } from '../../reports/report.ts';
import type { RecordedRun } from '../../results/read-run.ts';
import { compareRuns } from '../../stats/compare-runs.ts';
import { HOSTILE_TEXT, poisonRun } from '../reports/poison-run.ts';
import { slowerRun } from '../reports/slower-run.ts';
import { createSyntheticRun } from '../reports/synthetic/run.ts';
import { lookAtDrawings } from './drawings.ts';
import { SOMEBODY, testInBrowser, useBrowser } from './visit.ts';

const run = poisonRun(createSyntheticRun());
const PAGES = {
  'the report of a run': renderHtml(buildReport(run)),
  'the page of a comparison': renderComparison(run, slowerRun(run)),
};
const open = useBrowser();

function renderComparison(base: RecordedRun, head: RecordedRun): string {
  return renderComparisonPage({
    base: HOSTILE_TEXT,
    head: HOSTILE_TEXT,
    comparison: compareRuns(base, head),
    headers: { base: base.header, head: head.header },
  });
}

/** What of the hostile text can be shown on one line. */
const SHOWN = /=x"'>.*?-->/s.exec(HOSTILE_TEXT)?.[0] ?? '';

describe('with markup and script in every name', () => {
  for (const [name, html] of Object.entries(PAGES)) {
    testInBrowser(`${name} runs none of it, even without its policy, and shows it`, async () => {
      await using visit = await open(html, { ...SOMEBODY, hasPolicy: false });
      await lookAtDrawings(visit.page);
      expect(visit.complaints).toEqual([]);
      expect(visit.requests).toEqual([visit.page.url()]);
      expect(await visit.page.locator('img').count()).toBe(0);
      expect(SHOWN).toContain('<script>');
      expect(await visit.page.locator('h1').innerText()).toContain(SHOWN);
    });
  }

  testInBrowser('a page that does run it is noticed: a script, a dialog, a request', async () => {
    const loud = '<script>console.error("ran")</script><img src="missing.png" onerror="alert(1)">';
    await using visit = await open(loud, { ...SOMEBODY, hasPolicy: false });
    await visit.page.waitForFunction('document.images[0].complete');
    expect(visit.complaints).toContain('ran');
    expect(visit.complaints).toContain('dialog: 1');
    expect(visit.requests).toHaveLength(2);
  });
});
