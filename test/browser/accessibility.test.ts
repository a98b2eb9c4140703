import { describe, expect } from 'vitest';
import { unfoldAll } from './drawings.ts';
import { findDefects } from './find-defects.ts';
import { SAMPLE_PAGES } from './sample-pages.ts';
import { testInBrowser, useBrowser } from './visit.ts';

const open = useBrowser();

describe.each(SAMPLE_PAGES)('the page $page, $widthPx px wide, $scheme', (sample) => {
  testInBrowser('has no defect that axe-core finds: contrast, labels, order, keys', async () => {
    await using visit = await open(sample.html, sample);
    await unfoldAll(visit.page);
    expect(await findDefects(visit.page)).toEqual([]);
  });
});
