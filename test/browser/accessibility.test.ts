import { describe, expect } from 'vitest';
import { renderHtml } from '../../reports/page/page.ts';
import { readRecordedReport } from '../reports/recorded-report.ts';
import { unfoldAll } from './drawings.ts';
import { findDefects } from './find-defects.ts';
import { testInBrowser, useBrowser, VISITORS } from './visit.ts';

const html = renderHtml(await readRecordedReport());
const open = useBrowser();

describe.each(VISITORS)('the report, $widthPx px wide, $scheme', (visitor) => {
  testInBrowser('has no defect that axe-core finds: contrast, labels, order, keys', async () => {
    await using visit = await open(html, visitor);
    await unfoldAll(visit.page);
    expect(await findDefects(visit.page)).toEqual([]);
  });
});
