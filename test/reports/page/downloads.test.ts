import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { renderCsv } from '../../../reports/formats/csv.ts';
import { renderHgrm } from '../../../reports/formats/hgrm.ts';
import { renderRunHlog } from '../../../reports/formats/hlog.ts';
import { renderJson } from '../../../reports/formats/json.ts';
import { renderDownloads } from '../../../reports/page/downloads.ts';
import { escapeJson } from '../../../reports/page/escape-json.ts';
import { buildReport } from '../../../reports/report.ts';
import { createSyntheticRun } from '../synthetic/run.ts';

describe('the data in the page', () => {
  const report = buildReport(createSyntheticRun({ repetitions: 1 }));
  const html = renderDownloads(report);

  test('is, unpacked, what the reporters write', () => {
    const files = readFiles(html);
    const stem = report.header.id;
    expect(Object.keys(files)).toEqual(
      ['json', 'csv', 'hgrm', 'hlog'].map((ending) => `${stem}.${ending}`),
    );
    expect(Object.values(files)).toEqual([
      renderJson(report),
      renderCsv(report),
      renderHgrm(report),
      renderRunHlog(report),
    ]);
  });

  test('has a button for each file, hidden until a script runs', () => {
    expect(html).toContain('<ul id="downloads" hidden>');
    const buttons = [...html.matchAll(/data-file="([^"]+)"/g)].map(([, ending]) => ending);
    expect(buttons).toEqual(['json', 'csv', 'hgrm', 'hlog']);
  });

  test('has names that stay in the folder of the downloads', () => {
    const header = { ...report.header, id: '../../<b>"x' };
    const names = Object.keys(readFiles(renderDownloads({ ...report, header })));
    expect(names[0]).toBe('.._..__b__x.json');
  });
});

describe('JSON for a script element', () => {
  test('cannot end the element or begin a comment, and is the same value again', () => {
    const value = { '</script>': ['<!-- <script>', '\u2028'] };
    const json = escapeJson(value);
    expect(json).not.toContain('<');
    expect(JSON.parse(json)).toEqual(value);
  });
});

function readFiles(html: string): Record<string, string> {
  const [, json = '{}'] = /id="files">([\s\S]*?)<\/script>/.exec(html) ?? [];
  const files: Record<string, { name: string; gzip: string }> = JSON.parse(json);
  return Object.fromEntries(
    Object.values(files).map(({ name, gzip }) => [
      name,
      gunzipSync(Buffer.from(gzip, 'base64')).toString(),
    ]),
  );
}
