import { describe, expect } from 'vitest';
import { renderHtml } from '../../reports/page/page.ts';
import { buildReport } from '../../reports/report.ts';
import { HOSTILE_TEXT, poisonRun } from '../reports/poison-run.ts';
import { createSyntheticRun } from '../reports/synthetic/run.ts';
import { lookAtDrawings } from './drawings.ts';
import { SOMEBODY, testInBrowser, useBrowser } from './visit.ts';

const html = renderHtml(buildReport(poisonRun(createSyntheticRun({ repetitions: 5 }))));
const open = useBrowser();

describe('a report with markup and script in every name', () => {
  testInBrowser('runs none of it, even without its policy, and shows it as text', async () => {
    await using visit = await open(html, { ...SOMEBODY, hasPolicy: false });
    await lookAtDrawings(visit.page);
    expect(visit.complaints).toEqual([]);
    expect(visit.requests).toEqual([visit.page.url()]);
    expect(await visit.page.locator('img').count()).toBe(0);
    const shown = /=x"'>.*?-->/s.exec(HOSTILE_TEXT)?.[0] ?? '?';
    expect(await visit.page.locator('h1').innerText()).toContain(shown);
    expect(await visit.page.title()).toContain(shown);
  });

  testInBrowser('notices what runs: a script, a dialog, a request', async () => {
    const loud = '<script>console.error("ran")</script><img src="missing.png" onerror="alert(1)">';
    await using visit = await open(loud, { ...SOMEBODY, hasPolicy: false });
    await visit.page.waitForFunction('document.images[0].complete');
    expect(visit.complaints).toContain('ran');
    expect(visit.complaints).toContain('dialog: 1');
    expect(visit.requests).toHaveLength(2);
  });
});
