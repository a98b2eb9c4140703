import { describe, expect, test } from 'vitest';
import { judgeGate } from '../../../gate/judge-gate.ts';
import { renderGatePage } from '../../../reports/gate/page.ts';
import type { GateResult } from '../../../results/gate-result.ts';
import type { RunHeader } from '../../../results/run-header.ts';
import { type Machine, ORDER, playGate, steadyMachine } from '../../gate/play-gate.ts';
import { HEADER } from '../../results/make-trial.ts';
import { expectHarmless, expectSoundPage, wordsOf } from '../page-rules.ts';

const HOSTILE = `"'><script>alert(1)</script><img src=x onerror=alert(1)>]]>--><!--\u001b[31m\u202e`;

const slower = steadyMachine(1.1, 0.02);
const loud = steadyMachine(1, 0.8, 2);
/** event-loop is slower; of cluster nothing can be told, and one pair was spoiled. */
const worse = judge((trial) => {
  const { cell, place } = trial;
  if (cell === 'event-loop') return slower(trial);
  const isSpoiled = place.number === 4 && place.attempt === 1 && place.side === 'base';
  return isSpoiled ? { status: 'invalid', reasons: ['host-noise: other programs'] } : loud(trial);
});
const page = renderGatePage(worse, HEADER);

describe('the page of a gate', () => {
  test('reads as a page (drawings left out of the golden file)', async () => {
    await expect(wordsOf(page)).toMatchFileSnapshot('../../testdata/golden/gate.html');
  });

  test('needs nothing from outside, and every drawing is told in words', () => {
    expectSoundPage(page);
  });

  test('tells the verdict and what it means before any figure', () => {
    const verdict = page.indexOf('REGRESSION: event-loop, CPU per message worse by +');
    expect(verdict).toBeGreaterThan(0);
    const meaning = page.indexOf(
      'Head is worse than base by more than 3 %, and chance does not explain it',
    );
    expect(meaning).toBeGreaterThan(verdict);
    expect(page.indexOf('<svg')).toBeGreaterThan(meaning);
  });

  test('has a plot and, beneath it, a table for each metric, what needs attention first', () => {
    expect(page.match(/<\/svg><\/div><figcaption>/g)).toHaveLength(4);
    const tables = page
      .split('<section ')
      // The first one is the overview.
      .slice(2)
      .map((part) => part.split('</section>')[0] ?? '');
    expect(tables.map((section) => /^aria-labelledby="gate-([^"]+)"/.exec(section)?.[1])).toEqual([
      'cpu-per-message',
      'capacity',
      'p50',
      'p99',
    ]);
    for (const section of tables) {
      const rows = [...section.matchAll(/<th scope="row"[^>]*>([^<]*)</g)].map(([, name]) => name);
      expect(rows).toEqual(['event-loop', 'cluster']);
    }
  });

  test('shows every decision at one look, before any plot', () => {
    const overview = page.slice(page.indexOf('id="overview"'), page.indexOf('<svg'));
    const row = /<th scope="row">event-loop<\/th>(.*?)<\/tr>/.exec(overview)?.[1] ?? '';
    expect(
      [...row.matchAll(/class="mark ([a-z-]+)">([a-z]+)</g)].map(([, ...mark]) => mark),
    ).toEqual([
      ['worse', 'regression'],
      ['worse', 'regression'],
      ['worse', 'regression'],
      ['no-claim', 'advises'],
    ]);
  });

  test('draws the limits of a regression and of a pass', () => {
    expect(page).toContain('regression from 3 %');
    expect(page).toContain('pass below 5 %');
  });

  test('tells which pairs were refused and why, the noise floor, the machine and how to repeat it', () => {
    for (const text of [
      'cluster, pair 4, attempt 1: base host-noise',
      'Noise floor, from test to test',
      HEADER.environment.cpuModel,
      HEADER.command,
      `Seed ${worse.seed}`,
      'gate --replay FOLDER',
    ]) {
      expect(page.includes(text), text).toBe(true);
    }
  });

  test.each<[string, GateResult, RegExp]>([
    ['a pass', judge(steadyMachine(1)), /not that there is none/],
    [
      'an inconclusive gate',
      judge(steadyMachine(1, 0.8)),
      /Neither a regression nor a pass\. .* A quieter machine/,
    ],
    [
      'a gate that was broken off',
      judgeGate(playGate(steadyMachine(1), ORDER, 6), ORDER),
      /broken off.*run it again/,
    ],
  ])('explains %s in plain words', (_, result, meaning) => {
    const text = renderGatePage(result, HEADER);
    expectSoundPage(text);
    expect(text).toMatch(meaning);
  });

  test('says that the noise is not known where no pair could be used', () => {
    const nothing = judge(() => ({ status: 'invalid', reasons: ['host-noise: other programs'] }));
    const text = renderGatePage(nothing, HEADER);
    expect(text).toContain('Noise floor: not known, because too few pairs could be used.');
    expect(text).toContain('of 2 cells it cannot be told');
    expect(text).not.toContain('<figure');
  });

  test('tells why base could not be measured, and that a server failed', () => {
    const cells = ORDER.cells.map((cell, index) =>
      index === 0 ? { ...cell, obstacle: 'it died' } : cell,
    );
    const order = { ...ORDER, cells };
    const text = renderGatePage(judgeGate(playGate(steadyMachine(1), order), order), HEADER);
    expect(text).toMatch(/base can’t be measured: it died/);
    const died = judge(({ cell, place }) =>
      cell === 'cluster' && place.side === 'head'
        ? { status: 'incomplete', reasons: ['the server died'] }
        : 1,
    );
    expect(renderGatePage(died, HEADER)).toMatch(/head failed in pair 1: incomplete: the server/);
  });

  test('stays small with a thousand cells: what needs attention is drawn, tables are folded', () => {
    const copies = Array.from({ length: 500 }, (_, copy) => copy);
    const many: GateResult = {
      ...worse,
      cells: copies.flatMap(() => worse.cells),
      tests: copies.flatMap((copy) =>
        worse.tests.map((test) => ({ ...test, cell: `${copy}-${test.cell}` })),
      ),
    };
    const text = renderGatePage(many, HEADER);
    expect(Buffer.byteLength(text)).toBeLessThan(3 << 20);
    expect(text.match(/<details>/g)).toHaveLength(6);
    const [, drawing = ''] = /(<svg[\s\S]*?<\/svg>)/.exec(text) ?? [];
    expect(drawing).toContain('-event-loop<');
    expect(drawing).not.toMatch(/-cluster</);
  });

  test('shows hostile names as text', () => {
    const named: GateResult = {
      ...worse,
      run: HOSTILE,
      command: HOSTILE,
      order: { ...worse.order, base: { ref: HOSTILE, commit: HOSTILE } },
      cells: worse.cells.map((each) => ({ ...each, name: HOSTILE, notes: [HOSTILE] })),
      tests: worse.tests.map((each) => ({ ...each, cell: HOSTILE, reason: HOSTILE })),
      refused: worse.refused.map((each) => ({ ...each, cell: HOSTILE, reasons: [HOSTILE] })),
    };
    const header: RunHeader = { ...HEADER, name: HOSTILE, command: HOSTILE };
    const text = renderGatePage(named, header);
    expect(text).toContain('alert(1)');
    expectHarmless(text);
  });
});

function judge(machine: Machine): GateResult {
  return judgeGate(playGate(machine), ORDER);
}
