import { describe, expect, test } from 'vitest';
import { renderComparison } from '../../../reports/comparison/terminal.ts';
import { visibleWidth } from '../../../reports/text/wrap-text.ts';
import { compareRuns } from '../../../stats/compare-runs.ts';
import { slowerRun } from '../slower-run.ts';
import { createSyntheticRun } from '../synthetic/run.ts';

const base = createSyntheticRun({ repetitions: 5 });

const head = slowerRun(base);

describe('a comparison on a terminal', () => {
  const shown = { base: 'runs/a', head: 'runs/b', comparison: compareRuns(base, head), all: false };

  test('says what differs besides the servers, then each cell with ratio, interval and word', async () => {
    const text = renderComparison(shown, { color: false, width: 100 });
    await expect(text).toMatchFileSnapshot('../../testdata/golden/comparison-100.txt');
    expect(text).not.toContain('\u001b');
    expect(Math.max(...text.split('\n').map(visibleWidth))).toBeLessThanOrEqual(100);
  });

  test.each([40, 60, 80])('is never wider than a terminal of %i columns', (width) => {
    const text = renderComparison({ ...shown, all: true }, { color: false, width });
    expect(Math.max(...text.split('\n').map(visibleWidth))).toBeLessThanOrEqual(width);
    expect(text).toMatch(/^conversation\/event-loop$/m);
    expect(text).toMatch(/^ +CPU per message +1\.400 .*worse$/m);
  });

  test('lists what stayed the same only when asked', () => {
    const count = (all: boolean) =>
      renderComparison({ ...shown, all }, { color: false, width: 100 }).split('\n').length;
    expect(count(true)).toBeGreaterThan(count(false) + 50);
  });

  test('counts how many differences chance alone would make', () => {
    const text = renderComparison(shown, { color: false, width: 100 }).replaceAll('\n', ' ');
    expect(text).toMatch(/of \d+ comparisons about \d+\.\d may look different by chance/);
  });
});
