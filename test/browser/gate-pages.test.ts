import { describe, expect } from 'vitest';
import { judgeGate } from '../../gate/judge-gate.ts';
import { renderComparisonPage } from '../../reports/comparison/page.ts';
import { renderGatePage } from '../../reports/gate/page.ts';
import { compareRuns } from '../../stats/compare-runs.ts';
import { ORDER, playGate, steadyMachine } from '../gate/play-gate.ts';
import { slowerRun } from '../reports/slower-run.ts';
import { createSyntheticRun } from '../reports/synthetic/run.ts';
import { HEADER } from '../results/make-trial.ts';
import { contrastOf } from './contrast.ts';
import { lookAtDrawings, unfoldAll } from './drawings.ts';
import { findDefects } from './find-defects.ts';
import { testInBrowser, useBrowser, type Visitor } from './visit.ts';

const base = createSyntheticRun({ repetitions: 5 });
const head = slowerRun(base);
const PAGES = {
  'a gate': renderGatePage(judgeGate(playGate(steadyMachine(1.1, 0.05)), ORDER), HEADER),
  'a comparison': renderComparisonPage({
    base: 'runs/a',
    head: 'runs/b',
    comparison: compareRuns(base, head),
    headers: { base: base.header, head: head.header },
  }),
};
const open = useBrowser();

/** The narrow and the wide, the light and the dark: each once. */
const VISITORS: readonly Visitor[] = [
  { widthPx: 390, scheme: 'dark' },
  { widthPx: 1280, scheme: 'light' },
];
/** WCAG 2.2, 1.4.3. */
const CONTRAST_MIN = 4.5;

describe.each(Object.entries(PAGES))('the page of %s', (_, html) => {
  describe.each(VISITORS)('$widthPx px wide, $scheme', (visitor) => {
    testInBrowser(
      'has no defect that axe-core finds, and asks for nothing but itself',
      async () => {
        await using visit = await open(html, visitor);
        await unfoldAll(visit.page);
        expect(await findDefects(visit.page)).toEqual([]);
        expect(visit.complaints).toEqual([]);
        expect(visit.requests).toEqual([visit.page.url()]);
      },
    );

    testInBrowser('draws its plots whole and readable, and never scrolls as a whole', async () => {
      await using visit = await open(html, visitor);
      for (const { title, texts, cut } of await lookAtDrawings(visit.page)) {
        expect(cut, title).toEqual([]);
        const faint = texts.filter(
          ({ color, background }) => contrastOf(color, background) < CONTRAST_MIN,
        );
        expect(faint, title).toEqual([]);
      }
      const contentPx = await visit.page.evaluate<number>('document.documentElement.scrollWidth');
      expect(contentPx).toBeLessThanOrEqual(visitor.widthPx);
    });
  });
});
