import type { Locator } from 'playwright-core';
import { describe, expect } from 'vitest';
import { renderHtml } from '../../reports/page/page.ts';
import { readRecordedReport } from '../reports/recorded-report.ts';
import { SOMEBODY, testInBrowser, useBrowser, type Visit } from './visit.ts';

const html = renderHtml(await readRecordedReport());
const open = useBrowser();

interface SortedTable {
  readonly heading: Locator;
  /** The numbers of its column, top to bottom, of the rows that are comparable and have one. */
  orders(): Promise<readonly number[]>;
  /** What every row is called. */
  names(): Promise<readonly string[]>;
}

/** The table of the first question with one row per strategy, and its throughput. */
function findTable({ page }: Visit): SortedTable {
  const table = page.locator('section table').filter({ hasText: 'CPU / message' }).last();
  const heading = table.locator('thead th').filter({ hasText: 'throughput' });
  return {
    heading,
    async orders() {
      const cells = await table.locator('tbody tr:not(.apart) td:nth-child(2)').all();
      const written = await Promise.all(cells.map((cell) => cell.getAttribute('data-order')));
      return written.filter((order) => order !== null).map(Number);
    },
    names: () => table.locator('tbody th').allInnerTexts(),
  };
}

describe('a table of the report', () => {
  testInBrowser('sorts by number: up, down, and back to how the page had it', async () => {
    await using visit = await open(html, SOMEBODY);
    const { heading, orders, names } = findTable(visit);
    const before = await names();
    const ascending = (await orders()).toSorted((a, b) => a - b);
    expect(ascending.length).toBeGreaterThan(2);
    await heading.getByRole('button').click();
    expect(await orders()).toEqual(ascending);
    expect(await heading.getAttribute('aria-sort')).toBe('ascending');
    await heading.getByRole('button').click();
    expect(await orders()).toEqual(ascending.toReversed());
    expect(await heading.getAttribute('aria-sort')).toBe('descending');
    await heading.getByRole('button').click();
    expect(await names()).toEqual(before);
    expect(await heading.getAttribute('aria-sort')).toBeNull();
  });

  testInBrowser('sorts by keyboard, and says which column it is sorted by', async () => {
    await using visit = await open(html, SOMEBODY);
    const { heading } = findTable(visit);
    await heading.getByRole('button').press('Enter');
    expect(await heading.getAttribute('aria-sort')).toBe('ascending');
    await heading.getByRole('button').press('Space');
    expect(await heading.getAttribute('aria-sort')).toBe('descending');
  });
});
