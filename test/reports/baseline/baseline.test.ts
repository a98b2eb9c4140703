import { describe, expect, test } from 'vitest';
import { judgeBaseline, refuseBaseline } from '../../../gate/judge-baseline.ts';
import { renderBaselineAnnotations } from '../../../reports/baseline/annotations.ts';
import { renderBaselineJunit } from '../../../reports/baseline/junit.ts';
import { renderBaselineMarkdown } from '../../../reports/baseline/markdown.ts';
import { renderBaselinePage } from '../../../reports/baseline/page.ts';
import type { BaselineResult } from '../../../results/baseline-result.ts';
import type { RecordedRun } from '../../../results/read-run.ts';
import { expectHarmless, expectSoundPage, wordsOf } from '../page-rules.ts';
import { readXml } from '../read-xml.ts';
import { slowerRun } from '../slower-run.ts';
import { createSyntheticRun } from '../synthetic/run.ts';

const HOSTILE = `::error::,x"'><script>alert(1)</script><img src=x onerror=alert(1)>]]>--><!--\u001b[31m\r\n::stop-commands::%0A|\`](@all`;

const CELLS = ['conversation/event-loop', 'conversation/cluster'];
const whole = createSyntheticRun({ repetitions: 6 });
const RUN: RecordedRun = {
  header: { ...whole.header, scenarios: [{ name: 'x', question: 'x', cells: CELLS }] },
  trials: whole.trials.filter(({ trial }) => CELLS.includes(trial.cell)),
  problems: [],
};
const headers = { base: RUN.header, head: RUN.header };

const within = judgeBaseline(RUN, RUN);
const suspect = judgeBaseline(RUN, { ...slowerRun(RUN), header: RUN.header });
const refused = refuseBaseline(RUN, RUN.header, ['kernel: 4.4 then, 6.1 now']);
const hostile: BaselineResult = {
  ...suspect,
  baseline: HOSTILE,
  command: HOSTILE,
  reasons: [HOSTILE],
  suspects: suspect.suspects.map((each) => ({ ...each, cell: HOSTILE })),
  compared: suspect.compared.map((each) => ({ ...each, cell: HOSTILE })),
};

test('the runs are what the tests are about', () => {
  expect([within, suspect, refused].map(({ verdict }) => verdict)).toEqual([
    'within-range',
    'suspect',
    'not-comparable',
  ]);
});

describe('a run beside a baseline as Markdown', () => {
  test('has the verdict and what it does not say first, then what is suspect', async () => {
    const text = renderBaselineMarkdown(suspect);
    expect(text).toMatch(/^## ⚠️ SUSPECT: against /);
    const rows = text.split('\n').filter((line) => line.startsWith('| '));
    expect(rows).toHaveLength(2 + suspect.compared.length);
    expect(rows[2]).toMatch(/conversation\/event-loop \| CPU per message .*\*\*suspect\*\*/);
    await expect(text).toMatchFileSnapshot('../../testdata/golden/baseline.md');
  });

  test('never says regression, or that there is none', () => {
    for (const result of [within, suspect, refused]) {
      const text = renderBaselineMarkdown(result).toLowerCase();
      expect(text).not.toContain('regression');
      expect(text).toContain('gate --base ref');
    }
    expect(renderBaselineMarkdown(within)).toContain('no proof');
  });

  test('tells why nothing can be said', () => {
    expect(renderBaselineMarkdown(refused)).toContain('- kernel: 4.4 then, 6.1 now');
  });

  test('is not steered by a hostile name', () => {
    const text = renderBaselineMarkdown(hostile).replaceAll(/`.*`/g, '');
    expect(text.match(/<script|<!--|@all|\p{Cc}(?<!\n)/u)).toBeNull();
    const rows = text.split('\n').filter((line) => line.startsWith('| '));
    const bars = rows.map((row) => row.replaceAll('\\|', '').split('|').length);
    expect(new Set(bars)).toEqual(new Set([7]));
  });

  test('stays under the MiB that a job summary may have', () => {
    const many = Array.from({ length: 3_000 }, () => hostile.compared).flat();
    const text = renderBaselineMarkdown({ ...hostile, compared: many });
    expect(Buffer.byteLength(text)).toBeLessThan(1 << 20);
    expect(text).toMatch(/\d+ more rows are in the JSON/);
  });
});

describe('a run beside a baseline as JUnit', () => {
  test('skips what is suspect, passes the rest, and fails nothing', () => {
    const { cases, suite } = readXml(renderBaselineJunit(suspect));
    expect(suite.failures).toBe('0');
    expect(suite.skipped).toBe(String(suspect.suspects.length));
    const skipped = cases.filter(({ children }) => children.includes('skipped'));
    expect(skipped.map(({ classname }) => classname)).toEqual(['conversation/event-loop']);
    expect(cases.length).toBeGreaterThan(skipped.length);
  });

  test('is one skipped case with the reason where nothing can be compared', () => {
    const text = renderBaselineJunit(refused);
    expect(readXml(text)).toMatchObject({
      suite: { failures: '0', skipped: '1' },
      cases: [{ classname: 'baseline', children: ['skipped'] }],
    });
    expect(text).toContain('kernel: 4.4 then, 6.1 now');
  });

  test('is well-formed whatever names and reasons hold', () => {
    const { cases } = readXml(renderBaselineJunit(hostile));
    expect(cases.some(({ classname }) => classname.includes('<script>'))).toBe(true);
  });
});

describe('a run beside a baseline as annotations', () => {
  const levelsOf = (text: string) =>
    new Set([...text.matchAll(/^::(\w+) /gm)].map(([, level]) => level));

  test('warns, is an error only with --strict, and one notice within range', () => {
    for (const result of [suspect, refused]) {
      expect(levelsOf(renderBaselineAnnotations(result, false))).toEqual(new Set(['warning']));
      expect(levelsOf(renderBaselineAnnotations(result, true))).toEqual(new Set(['error']));
    }
    expect(renderBaselineAnnotations(within, true)).toMatch(
      /^::notice [^\n]*WITHIN-RANGE[^\n]*\n$/,
    );
  });

  test('is at most ten, and the last tells how many are left out', () => {
    const suspects = Array.from({ length: 30 }, () => suspect.suspects).flat();
    const lines = renderBaselineAnnotations({ ...suspect, suspects }, false)
      .trimEnd()
      .split('\n');
    expect(lines).toHaveLength(10);
    expect(lines[9]).toContain(`${suspects.length - 9} more`);
  });

  test('keeps a hostile name in its title', () => {
    for (const line of renderBaselineAnnotations(hostile, false).trimEnd().split('\n')) {
      expect(line).toMatch(/^::warning title=[^:,]*::[^\r]*$/);
    }
  });
});

describe('the page of a run beside a baseline', () => {
  test('has the verdict, what it does not say, and what is suspect before any figure', async () => {
    const page = renderBaselinePage(suspect, headers);
    expectSoundPage(page);
    const verdict = page.indexOf('SUSPECT: against ');
    const meaning = page.indexOf('measures both sides side by side', verdict);
    expect(verdict).toBeGreaterThan(0);
    expect(page.indexOf('<svg')).toBeGreaterThan(meaning);
    await expect(wordsOf(page)).toMatchFileSnapshot('../../testdata/golden/baseline.html');
  });

  test('tells why nothing can be said, instead of an empty plot', () => {
    const page = renderBaselinePage(refused, headers);
    expect(page).toContain('kernel: 4.4 then, 6.1 now');
    expect(page).not.toContain('<svg');
  });

  test('shows hostile names as text', () => {
    const page = renderBaselinePage(hostile, {
      base: { ...RUN.header, name: HOSTILE, command: HOSTILE },
      head: { ...RUN.header, name: HOSTILE, command: HOSTILE },
    });
    expect(page).toContain('alert(1)');
    expectHarmless(page);
  });
});
