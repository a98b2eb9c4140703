import { describe, expect } from 'vitest';
import { contrastOf } from './contrast.ts';
import { SAMPLE_PAGES } from './sample-pages.ts';
import { testInBrowser, useBrowser } from './visit.ts';

const open = useBrowser();
/** A4 between its margins, at 96 dots per inch; somebody who works in the dark, without script. */
const READER = { widthPx: 718, scheme: 'dark', hasScript: false } as const;
const WHITE = 'rgb(255, 255, 255)';

const pages = new Map(SAMPLE_PAGES.map(({ page, html }) => [page, html]));

describe.each([...pages])('the page %s, on paper', (_, html) => {
  testInBrowser('is dark on white, with nothing cut and nothing folded away', async () => {
    await using visit = await open(html, READER);
    const { page } = visit;
    await page.emulateMedia({ media: 'print' });
    const [ink = '', paper] = await page.evaluate<readonly string[]>(
      '[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]',
    );
    expect(paper).toBe(WHITE);
    expect(contrastOf(ink, WHITE)).toBeGreaterThan(7);
    const parts = await page.locator('table, figure svg').all();
    expect(parts.length).toBeGreaterThan(4);
    for (const part of parts) {
      const box = await part.boundingBox();
      expect(box?.height).toBeGreaterThan(10);
      expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(READER.widthPx);
    }
  });
});
