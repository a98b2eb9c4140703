import { describe, expect } from 'vitest';
import { unfoldAll } from './drawings.ts';
import { findFaintTexts } from './faint-texts.ts';
import { findDefects } from './find-defects.ts';
import { REFUSAL_PAGES, SAMPLE_PAGES } from './sample-pages.ts';
import { testInBrowser, useBrowser } from './visit.ts';

const open = useBrowser();

describe.each([...SAMPLE_PAGES, ...REFUSAL_PAGES])(
  'the page $page, $widthPx px wide, $scheme',
  (sample) => {
    testInBrowser('has no defect that axe-core finds, and no text that is too faint', async () => {
      await using visit = await open(sample.html, sample);
      await unfoldAll(visit.page);
      expect(await findDefects(visit.page)).toEqual([]);
      expect(await findFaintTexts(visit.page)).toEqual([]);
    });
  },
);
