import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { renderCheckup } from '../../../reports/terminal/checkup-table.ts';
import { visibleWidth } from '../../../reports/text/wrap-text.ts';
import type { Checkup, Finding } from '../../../results/checkup.ts';

const MIXED: readonly Finding[] = [
  {
    name: 'CPUs',
    verdict: 'note',
    figure: 'server on CPU 0, load on CPU 1',
    why: 'On one CPU a model that uses several shows its cost, but can not win by them.',
    advice: 'To see models that use several CPUs win, measure on a machine with four or more.',
  },
  { name: 'CPU quota', verdict: 'ok', figure: 'none', why: 'It stops a container.', advice: null },
  {
    name: 'turbo',
    verdict: 'unknown',
    figure: 'the machine does not show it',
    why: 'The clock rises while the machine is cool.',
    advice: null,
  },
  {
    name: 'listen queue',
    verdict: 'problem',
    figure: 'net.core.somaxconn 128, servers here ask for 511',
    why: 'The kernel cuts a longer backlog to this without a word; who finds the queue full tries again a second later.',
    advice: '`sudo sysctl -w net.core.somaxconn=4096`',
  },
];

function checkupOf(findings: readonly Finding[]): Checkup {
  return { schema: 1, checkedAt: '2026-05-04T09:30:00.000Z', findings };
}

function shown(findings: readonly Finding[], width = 80, color = false): string {
  return renderCheckup(checkupOf(findings), { color, width });
}

describe('what the doctor found', () => {
  test.each([60, 100])('reads on a terminal of %i columns, the worst first', async (width) => {
    const text = shown(MIXED, width);
    await expect(`${text}\n`).toMatchFileSnapshot(`../../testdata/golden/checkup-${width}.txt`);
    expect(Math.max(...text.split('\n').map(visibleWidth))).toBeLessThanOrEqual(width);
  });

  test('is the same in colours, to the eye that sees none', () => {
    const coloured = shown(MIXED, 80, true);
    expect(coloured).toContain('\u001b[31mproblem\u001b[39m');
    expect(stripVTControlCharacters(coloured)).toBe(shown(MIXED));
  });

  test('is summed up by its worst', () => {
    const of = (...verdicts: readonly Finding['verdict'][]): string | undefined =>
      shown(
        MIXED.filter(({ verdict }) => verdicts.includes(verdict)),
        120,
      )
        .split('\n')
        .at(-1);
    expect(of('ok', 'unknown')).toBe('No problem: this machine can measure now.');
    expect(of('ok', 'note')).toMatch(/^No problem.*with the 1 note above in mind\.$/);
    expect(of('problem', 'note')).toMatch(/^1 problem, 1 note: .*would mislead\.$/);
  });

  test('shows nothing that moves the cursor', () => {
    const [finding] = MIXED;
    if (finding === undefined) throw new Error('there is a finding');
    expect(shown([{ ...finding, figure: '\u001b[2Jgone' }])).not.toContain('\u001b');
  });
});
