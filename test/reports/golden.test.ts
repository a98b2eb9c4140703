import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { renderCsv } from '../../reports/formats/csv.ts';
import { renderCellHgrm, renderHgrm } from '../../reports/formats/hgrm.ts';
import { renderJson } from '../../reports/formats/json.ts';
import { renderJunit } from '../../reports/formats/junit.ts';
import { renderMarkdown } from '../../reports/formats/markdown.ts';
import { REPORTERS } from '../../reports/formats/registry.ts';
import { renderHtml } from '../../reports/page/page.ts';
import { left, renderTable, right } from '../../reports/page/table.ts';
import { renderTerminal } from '../../reports/terminal/terminal.ts';
import { visibleWidth } from '../../reports/text/wrap-text.ts';
import { readRecordedReport } from './recorded-report.ts';
import { createSyntheticRun } from './synthetic/run.ts';

const report = await readRecordedReport();
const golden = (name: string) => `../testdata/golden/${name}`;
/** The script is a file of its own: only that it is there, and its hash, are the page's. */
const withoutScript = (page: string) =>
  page
    .replaceAll(/(<script[^>]*>)[\s\S]*?(<\/script>)/g, '$1$2')
    .replaceAll(/'sha256-[^']+'/g, "'sha256-'");

describe('the recorded run', () => {
  test('is what its generator makes (else: node test/reports/synthetic/write.ts)', () => {
    expect(report.problems).toEqual([]);
    expect(report.trials).toEqual(createSyntheticRun().trials);
  });

  test.each([40, 60, 80, 100, 120])('reads on a terminal of %i columns', async (width) => {
    const text = renderTerminal(report, { color: false, width });
    await expect(text).toMatchFileSnapshot(golden(`terminal-${width}.txt`));
    expect(Math.max(...text.split('\n').map(visibleWidth))).toBeLessThanOrEqual(width);
  });

  test('reads as Markdown', async () => {
    await expect(renderMarkdown(report)).toMatchFileSnapshot(golden('report.md'));
  });

  test('reads as CSV', async () => {
    await expect(renderCsv(report)).toMatchFileSnapshot(golden('report.csv'));
  });

  test('reads as JUnit', async () => {
    await expect(renderJunit(report)).toMatchFileSnapshot(golden('report.junit.xml'));
  });

  test('reads as a page (drawings and script left out of the golden file)', async () => {
    const page = withoutScript(renderHtml(report)).replaceAll(
      /<svg[\s\S]*?<\/svg>/g,
      '<svg></svg>',
    );
    await expect(page).toMatchFileSnapshot(golden('report.html'));
  });

  test('reads as HdrHistogram text', async () => {
    const text = renderCellHgrm(report.trials, 'conversation/event-loop');
    await expect(text).toMatchFileSnapshot(golden('event-loop.hgrm'));
    expect(renderHgrm(report)).toContain(text);
  });

  test('reads as JSON with everything but the trials', () => {
    const { trials: _, ...data } = report;
    expect(JSON.parse(renderJson(report))).toEqual(
      JSON.parse(JSON.stringify({ schema: 1, ...data })),
    );
  });
});

describe('every format', () => {
  test.each(Object.entries(REPORTERS))('%s renders a run without a single trial', (_, render) => {
    const empty = { ...report, scenarios: [], trials: [], excluded: [], warnings: [] };
    expect(() => render(empty)).not.toThrow();
  });

  test.each(Object.entries(REPORTERS))('%s gives the same text twice', (_, render) => {
    expect(render(report)).toBe(render(report));
  });
});

describe('the terminal', () => {
  test('has colours only when asked', () => {
    const start = String.fromCharCode(27);
    expect(renderTerminal(report, { color: false, width: 100 })).not.toContain(start);
    const colored = renderTerminal(report, { color: true, width: 100 });
    expect(colored).toContain(start);
    expect(Math.max(...colored.split('\n').map(visibleWidth))).toBeLessThanOrEqual(100);
  });

  test('gives up memory before p99.9, and that before the CPU per message', () => {
    const titles = [120, 78, 70, 60].map((width) => {
      const text = renderTerminal(report, { color: false, width });
      return text.split('\n').find((line) => line.startsWith('#  strategy')) ?? '';
    });
    expect(titles.map((title) => title.includes('memory'))).toEqual([true, false, false, false]);
    expect(titles.map((title) => title.includes('p99.9'))).toEqual([true, true, false, false]);
    expect(titles.map((title) => title.includes('CPU/msg'))).toEqual([true, true, true, false]);
    for (const title of titles) expect(title).toContain('p99');
  });

  test('cuts long names in the middle before it breaks a narrow table', () => {
    const scenarios = report.scenarios.map((scenario) => ({
      ...scenario,
      cells: scenario.cells.map((cell) => ({
        ...cell,
        label: `a-strategy-with-a-name-of-more-than-sixty-characters-in-total-${cell.label}`,
      })),
    }));
    const text = renderTerminal({ ...report, scenarios }, { color: false, width: 60 });
    expect(Math.max(...text.split('\n').map(visibleWidth))).toBeLessThanOrEqual(60);
    expect(text).toMatch(/a-strategy-.*….*event-loop /);
  });

  test('shows one served client of sixty-four as that, and gives it no place', () => {
    const text = renderTerminal(report, { color: false, width: 120 });
    expect(text).toMatch(/^ +conversation-loop +1\/64 +\(14\.8 k\)/m);
    expect(text).toContain('conversation-loop: 1 of 64 served');
    expect(text).toContain('connection-loop: 1 reply each, then hung up');
  });
});

describe('the page', () => {
  const page = renderHtml(report);

  test('needs nothing from outside', () => {
    const elements = withoutScript(page).match(
      /<link|<img|<iframe|\son\w+=|javascript:|url\((?!#)/i,
    );
    expect(elements).toBeNull();
    const addresses = [...page.matchAll(/https?:\/\/[^"'\s<]+/g)].map(([address]) => address);
    expect(new Set(addresses)).toEqual(
      new Set(['http://www.w3.org/2000/svg', 'http://www.w3.org/1999/xlink']),
    );
    expect(page.slice(0, 400)).toContain("default-src 'none'; style-src 'unsafe-inline'");
  });

  test('runs nothing but its own script, by its hash', () => {
    const [, policy] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page) ?? [];
    const scripts = [...page.matchAll(/<script type="module">([\s\S]*?)<\/script>/g)];
    const hashes = scripts.map(([, code = '']) =>
      createHash('sha256').update(code).digest('base64'),
    );
    expect(hashes).toHaveLength(1);
    expect(policy).toContain(`script-src 'sha256-${hashes[0]}';`);
    expect(policy).not.toMatch(/script-src[^;]*(unsafe|\*|http)/);
    expect(page.match(/<script/g)).toHaveLength(2);
    expect(page.match(/<script type="application\/json"/g)).toHaveLength(1);
  });

  test('sorts by the number of a cell, never by how it reads, and not at all where there is none', () => {
    const table = renderTable(
      'caption',
      [left('name'), right('time'), right('unknown')],
      [
        { cells: ['a', { text: '9.1 ms', order: 9_100_000 }, '(1)'] },
        { cells: ['b', { text: '–', order: null }, '2'] },
      ],
    );
    expect(table).toContain('<th scope="col" data-sort="text">name</th>');
    expect(table).toContain('<th scope="col" class="right" data-sort="number">time</th>');
    expect(table).toContain('<th scope="col" class="right">unknown</th>');
    expect(table).toContain('<td class="right" data-order="9100000">9.1 ms</td>');
    expect(table).toContain('<td class="right">–</td>');
  });

  test('describes every drawing and puts a table under it', () => {
    for (const [tag] of page.matchAll(/<svg[^>]*>/g)) expect(tag).toContain('role="img"');
    const drawings = [...page.matchAll(/<figure>.*?<svg[^>]*>/g)];
    expect(drawings.length).toBe(28);
    expect(page.match(/<\/svg><\/div><figcaption>/g)).toHaveLength(drawings.length);
    const ids = [...page.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('says how many CPUs the server had, the seed and the command', () => {
    for (const text of [
      'on one CPU a model that uses several cannot win by them',
      'The seed, 42,',
      '<pre tabindex="0">echosounder run --config bench.config.ts --seed 42</pre>',
    ]) {
      expect(page.includes(text), text).toBe(true);
    }
  });
});
