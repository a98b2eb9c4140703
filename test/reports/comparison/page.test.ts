import { describe, expect, test } from 'vitest';
import { renderComparisonPage } from '../../../reports/comparison/page.ts';
import { renderRefusalPage } from '../../../reports/comparison/refusal-page.ts';
import { compareRuns } from '../../../stats/compare-runs.ts';
import { expectHarmless, expectSoundPage, wordsOf } from '../page-rules.ts';
import { slowerRun } from '../slower-run.ts';
import { createSyntheticRun } from '../synthetic/run.ts';

const HOSTILE = `"'><script>alert(1)</script><img src=x onerror=alert(1)>]]>--><!--\u001b[31m\u202e`;
const base = createSyntheticRun({ repetitions: 5 });
const head = slowerRun(base);
const shown = {
  base: 'runs/a',
  head: 'runs/b',
  comparison: compareRuns(base, head),
  headers: { base: base.header, head: head.header },
};
const page = renderComparisonPage(shown);

describe('the page of a comparison', () => {
  test('reads as a page (drawings left out of the golden file)', async () => {
    await expect(wordsOf(page)).toMatchFileSnapshot('../../testdata/golden/comparison.html');
  });

  test('needs nothing from outside, and every drawing is told in words', () => {
    expectSoundPage(page);
  });

  test('counts what is worse, better, the same and not known before any figure', () => {
    const { compared } = shown.comparison;
    const worse = compared.filter(({ word }) => word === 'worse').length;
    expect(worse).toBeGreaterThan(0);
    const answer = page.indexOf(`: ${worse} worse, `);
    expect(answer).toBeGreaterThan(0);
    expect(page.indexOf('<svg')).toBeGreaterThan(answer);
  });

  test('has a plot with the same within 5 % for each metric, and every row in a table beneath', () => {
    const { compared } = shown.comparison;
    const metrics = new Set(compared.map(({ metric }) => metric));
    expect(page.match(/<\/svg><\/div><figcaption>/g)).toHaveLength(metrics.size);
    expect(page.match(/the same from here<\/text>/g)).toHaveLength(metrics.size);
    const sections = page.split('<section ').map((part) => part.split('</section>')[0] ?? '');
    const rows = sections.slice(1).flatMap((section) => [...section.matchAll(/<th scope="row"/g)]);
    expect(rows).toHaveLength(compared.length);
  });

  test('tells what is worse by name, and has it first in its plot', () => {
    const row = 'conversation/event-loop, CPU per message: 1.4';
    expect(page.indexOf(row)).toBeGreaterThan(0);
    expect(page.indexOf('<svg')).toBeGreaterThan(page.indexOf(row));
    const section = page.split('id="compared-cpu-per-message"')[1] ?? '';
    expect(/<text x="0"[^>]*>([^<]*)</.exec(section)?.[1]).toBe('conversation/event-loop');
  });

  test('says of throughput that more is better, and of all others that less is', () => {
    const ends = [
      ...page.matchAll(/id="compared-([a-z0-9-]+)-plot-title"[\s\S]*?← head is (\w+)/g),
    ];
    expect(ends.length).toBeGreaterThan(2);
    for (const [, metric, left] of ends) {
      expect([metric, left]).toEqual([metric, metric === 'throughput' ? 'worse' : 'better']);
    }
  });

  test('repeats a comparison of runs that differ with --anyway, which it would need', () => {
    const isEqual = { ...shown, comparison: { ...shown.comparison, differences: [] } };
    expect(page).toContain('compare runs/a runs/b --anyway</pre>');
    expect(renderComparisonPage(isEqual)).toContain('compare runs/a runs/b</pre>');
  });

  test('tells what differs besides the servers, how fine the runs are, and how to repeat them', () => {
    for (const text of [
      'The runs differ in more than their servers',
      'Half the width of an interval',
      'npx echosounder compare runs/a runs/b',
      base.header.command,
    ]) {
      expect(page.includes(text), text).toBe(true);
    }
  });

  test('says so where both runs have nothing in common', () => {
    const empty = { ...base, trials: [] };
    const text = renderComparisonPage({ ...shown, comparison: compareRuns(empty, empty) });
    expectSoundPage(`${text}http://www.w3.org/2000/svg`);
    expect(text).toContain('There is nothing that both runs have.');
  });

  test('shows hostile names as text', () => {
    const { comparison } = shown;
    const text = renderComparisonPage({
      base: HOSTILE,
      head: HOSTILE,
      comparison: {
        ...comparison,
        compared: comparison.compared.map((row) => ({ ...row, cell: HOSTILE })),
        leftOut: [{ cell: HOSTILE, reason: HOSTILE, isAbsent: true }],
        problems: [HOSTILE],
      },
      headers: {
        base: { ...base.header, name: HOSTILE, command: HOSTILE },
        head: { ...head.header, id: HOSTILE },
      },
    });
    expect(text).toContain('alert(1)');
    expectHarmless(text);
  });
});

describe('the page of runs that were not compared', () => {
  const difference = {
    what: 'kernel',
    base: '6.1',
    head: '6.2',
    cost: 'any ratio may be its doing',
  };
  const refused = { ...shown, comparison: { ...shown.comparison, differences: [difference] } };

  test('says what differs, why it matters and how to compare all the same, and has no ratio', () => {
    const text = renderRefusalPage(refused);
    expectSoundPage(`${text}http://www.w3.org/2000/svg`);
    const words = wordsOf(text);
    for (const told of Object.values(difference)) expect(words).toContain(told);
    expect(words).toContain('Not compared: they differ in more than their servers');
    expect(words).toContain('npx echosounder compare runs/a runs/b --anyway');
    expect(text).not.toContain('<svg');
    for (const { ratio } of refused.comparison.compared) {
      expect(words).not.toContain(ratio.toFixed(3));
    }
  });

  test('shows hostile names as text', () => {
    const differences = [{ what: HOSTILE, base: HOSTILE, head: HOSTILE, cost: HOSTILE }];
    const comparison = { ...shown.comparison, differences };
    const text = renderRefusalPage({ ...shown, base: HOSTILE, head: HOSTILE, comparison });
    expect(text).toContain('alert(1)');
    expectHarmless(text);
  });
});
