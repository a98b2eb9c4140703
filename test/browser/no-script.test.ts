import { describe, expect } from 'vitest';
import { renderHtml } from '../../reports/page/page.ts';
import { readRecordedReport } from '../reports/recorded-report.ts';
import { lookAtDrawings } from './drawings.ts';
import { SOMEBODY, testInBrowser, useBrowser } from './visit.ts';

const report = await readRecordedReport();
const html = renderHtml(report);
const open = useBrowser();
const NO_SCRIPT = { ...SOMEBODY, hasScript: false };

describe('the report with JavaScript switched off', () => {
  testInBrowser('shows every question, table and chart', async () => {
    await using visit = await open(html, NO_SCRIPT);
    const drawings = await lookAtDrawings(visit.page);
    expect(drawings.length).toBeGreaterThan(5);
    expect(drawings.filter(({ widthPx }) => widthPx < 100)).toEqual([]);
    const tables = await visit.page.locator('table').all();
    expect(tables.length).toBeGreaterThan(report.scenarios.length);
    for (const table of tables) expect(await table.isVisible()).toBe(true);
    const text = await visit.page.locator('body').innerText();
    for (const { question } of report.scenarios) expect(text).toContain(question);
    expect(text).toContain(report.header.command);
    expect(visit.complaints).toEqual([]);
  });

  testInBrowser('shows no button, because none would do anything', async () => {
    await using visit = await open(html, NO_SCRIPT);
    const buttons = visit.page.locator('button').filter({ visible: true });
    expect(await buttons.allInnerTexts()).toEqual([]);
  });
});
