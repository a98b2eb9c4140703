import { describe, expect } from 'vitest';
import { lookAtDrawings } from './drawings.ts';
import { SAMPLE_PAGES } from './sample-pages.ts';
import { testInBrowser, useBrowser } from './visit.ts';

const open = useBrowser();

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

  testInBrowser('draws every chart whole, no text on another', async () => {
    await using visit = await open(sample.html, sample);
    const drawings = await lookAtDrawings(visit.page);
    expect(drawings.length).toBeGreaterThan(2);
    for (const { title, widthPx, heightPx, shapes, texts, cut, covered } of drawings) {
      expect(title).not.toBe('');
      expect(Math.min(widthPx, heightPx), title).toBeGreaterThan(50);
      expect(Math.min(shapes, texts), title).toBeGreaterThan(2);
      expect(cut, title).toEqual([]);
      expect(covered, title).toEqual([]);
    }
  });
});
