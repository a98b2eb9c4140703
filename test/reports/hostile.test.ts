import { describe, expect, test } from 'vitest';
import { REPORTERS } from '../../reports/formats/registry.ts';
import { buildReport } from '../../reports/report.ts';
import { renderTerminal } from '../../reports/terminal/terminal.ts';
import { HOSTILE_TEXT, poisonRun } from './poison-run.ts';
import { createSyntheticRun } from './synthetic/run.ts';

describe('a run with a hostile text in every string field', () => {
  const report = buildReport(poisonRun(createSyntheticRun({ repetitions: 5 })));

  test.each(Object.entries(REPORTERS).filter(([name]) => name !== 'json' && name !== 'hgrm'))(
    'shows it in %s, so that the test sees it',
    (_, render) => {
      expect(render(report).includes('alert(1)')).toBe(true);
    },
  );

  test('is harmless as HTML', () => {
    const page = REPORTERS.html(report);
    const scripts = [...page.matchAll(/<script type="([^"]+)"[^>]*>([\s\S]*?)<\/script>/g)];
    expect(scripts.map(([, type]) => type)).toEqual(['application/json', 'module']);
    const [data = '', code = ''] = scripts.map(([, , text]) => text);
    expect(data.includes('<')).toBe(false);
    expect(code.includes('alert')).toBe(false);
    expect(page.match(/<script/gi)).toHaveLength(scripts.length);
    expect(page.match(/<\/script/gi)).toHaveLength(scripts.length);
    expect(page.match(/<img|<!--|\]\]>/i)).toBeNull();
    // What is left of it stands in text or in a quoted attribute.
    for (const tag of page.match(/<[a-z][^>]*>/gi) ?? []) expect(tag).not.toMatch(/alert|onerror/);
    expect(page.match(CONTROL)).toBeNull();
  });

  test('is harmless as JUnit XML', () => {
    const text = REPORTERS.junit(report);
    expect(text.match(/<script|<img|<!--|\]\]>/)).toBeNull();
    expect(text.match(CONTROL)).toBeNull();
  });

  test('is harmless as Markdown', () => {
    const text = REPORTERS.markdown(report).replaceAll(/`.*`/g, '');
    expect(text.match(/<script|<img/)).toBeNull();
    expect(text).not.toContain('@all');
    expect(text.match(CONTROL)).toBeNull();
    const rows = text.split('\n').filter((line) => line.startsWith('| '));
    const bars = rows.map((row) => row.replaceAll('\\|', '').split('|').length);
    expect(new Set(bars.slice(0, 4)).size).toBe(1);
  });

  test('is harmless on a terminal', () => {
    expect(renderTerminal(report, { color: false, width: 100 }).match(CONTROL)).toBeNull();
  });

  test('is harmless in a spreadsheet', () => {
    const text = REPORTERS.csv(report);
    expect(text.match(/(^|,)"?[=+@-][^\d]/m)).toBeNull();
    expect(text.trimEnd().split('\r\n')).toHaveLength(report.trials.length + 1);
  });

  test('is the same text again as JSON', () => {
    expect(JSON.parse(REPORTERS.json(report)).header.name).toContain(HOSTILE_TEXT);
  });
});

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const CONTROL = /[\u0000-\u0009\u000b\u000c\u000e-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/;
