import { expect, test } from 'vitest';
import { judgeGate } from '../../../gate/judge-gate.ts';
import { chooseScale, drawForestLine } from '../../../reports/forest-line.ts';
import { renderGate } from '../../../reports/gate/terminal.ts';
import { visibleWidth } from '../../../reports/text/wrap-text.ts';
import { ORDER, playGate, steadyMachine } from '../../gate/play-gate.ts';

const SHOWN = { color: false, width: 110 };
const spoiled = { status: 'invalid' as const, reasons: ['host-noise: other programs'] };

test('a gate shows its verdict first, then every test with its plot', async () => {
  const calm = steadyMachine(1.1, 0.05);
  const run = playGate((trial) =>
    trial.place.number === 4 && trial.place.attempt === 1 ? spoiled : calm(trial),
  );
  const text = renderGate(judgeGate(run, ORDER), SHOWN);
  expect(text.split('\n')[0]).toMatch(/^REGRESSION: event-loop, CPU per message worse by \+/);
  await expect(`${text}\n`).toMatchFileSnapshot('../../testdata/golden/gate-110.txt');
});

test('a server that failed is told in a few words first, and its last words once, below', () => {
  const reasons = ['mine ended before it was ready / Its last words: / no licence'];
  const run = playGate(({ cell, place }) =>
    cell === 'cluster' && place.side === 'head' ? { status: 'incomplete', reasons } : 1,
  );
  const text = renderGate(judgeGate(run, ORDER), SHOWN);
  expect(text.split('\n')[0]).toMatch(/^REGRESSION: cluster: head failed: .*before it was ready$/);
  expect(text.split('no licence')).toHaveLength(2);
  expect(text).toMatch(/start it by hand/);
});

test.each([
  ['no base to compare with', { obstacle: 'it died' }, () => 1, /name a base whose server runs/],
  ['a loud host', {}, () => spoiled, /run it again where nothing else runs/],
  ['a loud server', {}, steadyMachine(1, 0.8), /A quieter machine, longer trials/],
])('an inconclusive gate for %s says what to do', (_, known, machine, advice) => {
  const order = { ...ORDER, cells: ORDER.cells.map((cell) => ({ ...cell, ...known })) };
  const text = renderGate(judgeGate(playGate(machine, order), order), SHOWN).replaceAll('\n', ' ');
  expect(text).toMatch(/^INCONCLUSIVE: cannot tell whether head is worse in \d of 6 figures/);
  expect(text).toMatch(advice);
  expect(text.match(/gate\.prepare|nothing else runs|longer trials/g)).toHaveLength(1);
});

test('p99 has a row where it was measured, and none where only capacity was', () => {
  const judge = (each: typeof ORDER) =>
    renderGate(
      judgeGate(
        playGate(() => 1, each),
        each,
      ),
      SHOWN,
    );
  expect(judge(ORDER)).toContain('p99');
  const cells = ORDER.cells.map((cell) => ({ ...cell, metrics: ['capacity' as const] }));
  expect(judge({ ...ORDER, cells })).not.toContain('p99');
});

test('a commit that is compared with itself is told', () => {
  const { base } = ORDER;
  const order = { ...ORDER, head: { commit: base.commit, isDirty: false } };
  const judge = (each: typeof ORDER) =>
    renderGate(
      judgeGate(
        playGate(() => 1, each),
        each,
      ),
      SHOWN,
    );
  expect(judge(order)).toMatch(/are the same commit .*: this compares it with itself/s);
  const dirty = { ...order, head: { ...order.head, isDirty: true } };
  expect(judge(dirty)).not.toContain('the same commit');
});

test.each([40, 60, 80, 120])('a gate fits into %i columns, and names each decision', (width) => {
  const text = renderGate(judgeGate(playGate(steadyMachine(1)), ORDER), { color: false, width });
  expect(text.split('\n')[0]).toMatch(/^PASS: nothing is worse by more than/);
  expect(text).toContain('No pair was refused');
  expect(Math.max(...text.split('\n').map(visibleWidth))).toBeLessThanOrEqual(width);
  expect(text).toMatch(/^ +capacity .* pass$/m);
  // The plot is explained where there is one.
  expect(text.replaceAll('\n', ' ').includes('● is the estimate')).toBe(width >= 80);
});

test('what is hostile in a name can not steer the terminal', () => {
  const order = { ...ORDER, base: { ...ORDER.base, ref: '\u001b[2Jmain' } };
  expect(renderGate(judgeGate(playGate(steadyMachine(1), order), order), SHOWN)).not.toContain(
    '\u001b',
  );
});

test('a plot has its interval around the estimate, its marks, and arrows where it leaves the scale', () => {
  const row = { estimate: 0.02, low: -0.01, high: 0.04, marks: [0.03, 0.05] };
  const scale = { from: -0.05, to: 0.06, width: 12 };
  expect(drawForestLine(row, scale)).toBe('    ├│─●┊┤┊ ');
  expect(drawForestLine({ ...row, low: null, high: 1 }, scale)).toBe('◄────│─●┊─┊►');
  expect(drawForestLine({ ...row, estimate: null }, scale)).toBe('     │  ┊ ┊ ');
});

test('the scale holds every interval, up to a half', () => {
  const row = { estimate: 0, low: -0.2, high: 0.3, marks: [] };
  expect(chooseScale([row], 20)).toMatchObject({ from: -0.2 * 1.1, to: 0.3 * 1.1 });
  expect(chooseScale([{ ...row, high: 4 }], 20).to).toBe(Math.log(1.5));
});
