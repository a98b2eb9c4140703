import { describe, expect } from 'vitest';
import { renderHtml } from '../../reports/page/page.ts';
import { readRecordedReport } from '../reports/recorded-report.ts';
import { unfoldAll } from './drawings.ts';
import { SOMEBODY, testInBrowser, useBrowser } from './visit.ts';

const html = renderHtml(await readRecordedReport());
const open = useBrowser();

/** Runs in the page: areas in sight that scroll and are no Tab stop, or the other way round. */
const COUNT_WRONG = `[...document.querySelectorAll('.scroll')].filter((area) =>
  area.clientWidth > 0 && area.scrollWidth > area.clientWidth !== (area.tabIndex === 0)).length`;

describe('the Tab key stops', () => {
  testInBrowser('where there is something to scroll, and nowhere else', async () => {
    await using visit = await open(html, SOMEBODY);
    await unfoldAll(visit.page);
    await visit.page.waitForFunction(`(${COUNT_WRONG}) === 0`);
    const stops = (): Promise<number> => visit.page.locator('.scroll[tabindex]').count();
    const wide = await stops();
    await visit.page.setViewportSize({ width: 390, height: 800 });
    // Right for the old width is not right for the new one, which is there a little later.
    await visit.page.waitForFunction(`innerWidth === 390 && (${COUNT_WRONG}) === 0`);
    expect(await stops()).toBeGreaterThan(wide);
  });
});
