import { describe, expect, test } from 'vitest';
import { problemsOf } from './problems-of.ts';

const scenario = {
  name: 'talk',
  question: 'Who answers?',
  workload: { kind: 'conversation' },
  load: { loop: 'closed' },
};
const mine = { name: 'mine', command: ['node', 'server.js'] };

function problemsOfGate(...strategies: unknown[]): string[] {
  return problemsOf({ name: 'x', scenarios: [scenario], gate: { strategies } });
}

describe('the servers of a gate', () => {
  test('may be started in a folder of each side', () => {
    expect(problemsOfGate('event-loop', mine, { ...mine, name: 'other', cwd: 'a/../b' })).toEqual(
      [],
    );
  });

  test.each(['/srv/mine', '..', '../mine', 'a/../../mine'])(
    'are not started in %s: both sides would run the same code',
    (cwd) => {
      expect(problemsOfGate({ ...mine, cwd })).toEqual([
        expect.stringMatching(/^gate\.strategies\[0\]\.cwd: expected a folder within each side's/),
      ]);
    },
  );

  test('have names of their own, and none that is misspelled', () => {
    expect(problemsOfGate(mine, mine)).toEqual(["gate.strategies[1]: 'mine' is there twice"]);
    expect(problemsOfGate('event-lop')).toEqual([
      "gate.strategies[0]: no strategy is called 'event-lop': did you mean 'event-loop'?",
    ]);
    expect(problemsOfGate({ ...mine, name: 'cluster' })).toEqual([
      "gate.strategies[0].name: 'cluster' is a built-in strategy: give this server another name",
    ]);
  });
});
