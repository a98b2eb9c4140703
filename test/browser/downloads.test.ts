import { text } from 'node:stream/consumers';
import { describe, expect } from 'vitest';
import { renderCsv } from '../../reports/formats/csv.ts';
import { renderHgrm } from '../../reports/formats/hgrm.ts';
import { renderRunHlog } from '../../reports/formats/hlog.ts';
import { renderJson } from '../../reports/formats/json.ts';
import { renderHtml } from '../../reports/page/page.ts';
import { readRecordedReport } from '../reports/recorded-report.ts';
import { SOMEBODY, testInBrowser, useBrowser } from './visit.ts';

const report = await readRecordedReport();
const html = renderHtml(report);
const open = useBrowser();
const RENDERED = {
  json: renderJson(report),
  csv: renderCsv(report),
  hgrm: renderHgrm(report),
  hlog: renderRunHlog(report),
};

describe('what can be downloaded from the report', () => {
  for (const [format, rendered] of Object.entries(RENDERED)) {
    testInBrowser(`as ${format} is what the reporter of that name writes`, async () => {
      await using visit = await open(html, SOMEBODY);
      const [download] = await Promise.all([
        visit.page.waitForEvent('download'),
        visit.page.locator(`button[data-file="${format}"]`).click(),
      ]);
      expect(download.suggestedFilename()).toMatch(new RegExp(`\\.${format}$`));
      expect(await text(await download.createReadStream())).toBe(rendered);
      expect(visit.complaints).toEqual([]);
    });
  }
});
