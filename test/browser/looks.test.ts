import { describe, expect } from 'vitest';
import { contrastOf } from './contrast.ts';
import { lookAtDrawings } from './drawings.ts';
import { SAMPLE_PAGES } from './sample-pages.ts';
import { testInBrowser, useBrowser } from './visit.ts';

const open = useBrowser();

/** WCAG 2.2, 1.4.3: text that can be read. */
const CONTRAST_MIN = 4.5;

describe.each(SAMPLE_PAGES)('the page $page, $widthPx px wide, $scheme', (sample) => {
  testInBrowser(
    'opens without an error, asks for nothing but itself, and only its wide parts scroll sideways',
    async () => {
      await using visit = await open(sample.html, sample);
      await lookAtDrawings(visit.page);
      expect(visit.complaints).toEqual([]);
      expect(visit.requests).toEqual([visit.page.url()]);
      const contentPx = await visit.page.evaluate<number>('document.documentElement.scrollWidth');
      expect(contentPx).toBeLessThanOrEqual(sample.widthPx);
    },
  );

  testInBrowser('draws every chart whole, with texts that can be read', async () => {
    await using visit = await open(sample.html, sample);
    const drawings = await lookAtDrawings(visit.page);
    expect(drawings.length).toBeGreaterThan(2);
    for (const { title, widthPx, heightPx, shapes, texts, cut, covered } of drawings) {
      expect(title).not.toBe('');
      expect(Math.min(widthPx, heightPx), title).toBeGreaterThan(50);
      expect(Math.min(shapes, texts.length), title).toBeGreaterThan(2);
      expect(cut, title).toEqual([]);
      expect(covered, title).toEqual([]);
      const faint = texts.filter(
        ({ color, ground, opacity }) => contrastOf(color, ground, opacity) < CONTRAST_MIN,
      );
      expect(faint, title).toEqual([]);
    }
  });
});
