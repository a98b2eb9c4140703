import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** A line per rule that is broken, with a place where and what to do; WCAG 2.2 is asked for too. */
export async function findDefects(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  return await page.evaluate<readonly string[]>(`
    axe.run(document, {
      resultTypes: ['violations'],
      preload: false,
      rules: { 'target-size': { enabled: true } },
    }).then(({ violations }) =>
      violations.map(({ id, nodes }) =>
        [id, nodes.length + ' times', nodes[0].target, nodes[0].failureSummary].join(': ')))
  `);
}
