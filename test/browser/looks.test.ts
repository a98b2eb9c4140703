import { describe, expect } from 'vitest';
import { renderHtml } from '../../reports/page/page.ts';
import { readRecordedReport } from '../reports/recorded-report.ts';
import { contrastOf } from './contrast.ts';
import { lookAtDrawings } from './drawings.ts';
import { testInBrowser, useBrowser, VISITORS } from './visit.ts';

const html = renderHtml(await readRecordedReport());
const open = useBrowser();

/** WCAG 2.2, 1.4.3: text that can be read. */
const CONTRAST_MIN = 4.5;

describe.each(VISITORS)('the report, $widthPx px wide, $scheme', (visitor) => {
  testInBrowser('opens without an error and asks for nothing but itself', async () => {
    await using visit = await open(html, visitor);
    await lookAtDrawings(visit.page);
    expect(visit.complaints).toEqual([]);
    expect(visit.requests).toEqual([visit.page.url()]);
  });

  testInBrowser('draws every chart whole, with texts that can be read', async () => {
    await using visit = await open(html, visitor);
    const drawings = await lookAtDrawings(visit.page);
    expect(drawings.length).toBeGreaterThan(5);
    for (const { title, widthPx, heightPx, shapes, texts, cut } of drawings) {
      expect(title).not.toBe('');
      expect(Math.min(widthPx, heightPx), title).toBeGreaterThan(50);
      expect(Math.min(shapes, texts.length), title).toBeGreaterThan(5);
      expect(cut, title).toEqual([]);
      const faint = texts.filter(
        ({ color, background }) => contrastOf(color, background) < CONTRAST_MIN,
      );
      expect(faint, title).toEqual([]);
    }
  });

  testInBrowser('never scrolls sideways as a whole: what is wide scrolls by itself', async () => {
    await using visit = await open(html, visitor);
    await lookAtDrawings(visit.page);
    const contentPx = await visit.page.evaluate<number>('document.documentElement.scrollWidth');
    expect(contentPx).toBeLessThanOrEqual(visitor.widthPx);
  });
});
