import { describe, expect, test } from 'vitest';
import { LoadFailure } from '../../harness/trial/start-load.ts';
import type { Check, Findings } from '../../selftest/check.ts';
import { merging } from '../../selftest/checks/merging.ts';
import { CHECKS } from '../../selftest/registry.ts';
import { exactRow } from '../../selftest/rows.ts';
import { runSelftest } from '../../selftest/run-selftest.ts';

const never = new AbortController().signal;
const silent = { checkStarted: () => {}, checkFinished: () => {} };
const good: Findings = { rows: [exactRow('answer', 42, 42)], noise: [] };
const bad: Findings = { rows: [exactRow('answer', 42, 41)], noise: [] };
const restless: Findings = { ...bad, unrest: ['the host nearly stood still'] };
const certain: Findings = { rows: bad.rows.map((row) => ({ ...row, certain: true })), noise: [] };
const spoiled: Findings = { ...bad, noise: ['the host stood still'] };

/** Finds one thing after the other. */
function checkThat(name: string, ...findings: (Findings | Error)[]): Check {
  let run = 0;
  return {
    name,
    claim: `${name} is right`,
    run: async () => {
      const found = findings[run] ?? good;
      run += 1;
      if (found instanceof Error) throw found;
      return found;
    },
  };
}

async function verdictsOf(...checks: Check[]) {
  const selftest = await runSelftest(checks, silent, never);
  return selftest?.checks.map(({ verdict, attempts }) => [verdict, attempts]);
}

describe('a selftest', () => {
  test('measures once more what the host spoiled, and then says that it cannot tell', async () => {
    expect(await verdictsOf(checkThat('a', spoiled, good))).toEqual([['pass', 2]]);
    expect(await verdictsOf(checkThat('a', spoiled, spoiled, good))).toEqual([['cannot-tell', 2]]);
  });

  test('fails at once what is wrong on a quiet host', async () => {
    expect(await verdictsOf(checkThat('a', bad, good))).toEqual([['fail', 1]]);
  });

  test('measures once more what is off on a host that is not clearly quiet', async () => {
    expect(await verdictsOf(checkThat('a', restless, good))).toEqual([['pass', 2]]);
    expect(await verdictsOf(checkThat('a', restless, restless))).toEqual([['cannot-tell', 2]]);
    expect(await verdictsOf(checkThat('a', restless, bad))).toEqual([['fail', 2]]);
  });

  test('looks again at a failure when the host was loud for another check, before or after', async () => {
    const loud = () => checkThat('loud', spoiled, spoiled);
    const told = ['cannot-tell', 2];
    expect(await verdictsOf(checkThat('a', bad, good), loud())).toEqual([['pass', 2], told]);
    expect(await verdictsOf(loud(), checkThat('a', bad, bad))).toEqual([told, told]);
    expect(await verdictsOf(loud(), checkThat('a', certain))).toEqual([told, ['fail', 1]]);
    const selftest = await runSelftest([loud(), checkThat('a', bad, bad)], silent, never);
    expect(selftest?.checks[1]?.reason).toMatch(/^the host was too loud for loud \(answer is 41/);
  });

  test('takes a load that breaks for a failure of the harness', async () => {
    const broken = new LoadFailure('a time of -1 ns was measured\n  at record');
    const selftest = await runSelftest([checkThat('a', broken)], silent, never);
    expect(selftest?.checks[0]).toMatchObject({
      verdict: 'fail',
      reason: 'LoadFailure: a time of -1 ns was measured',
    });
  });

  test('lets a fault of its own through', async () => {
    const fault = new TypeError('a programmer erred');
    await expect(runSelftest([checkThat('a', fault)], silent, never)).rejects.toBe(fault);
  });

  test('keeps the error budget that a check found', async () => {
    const finding = { ...good, errorBudgetNs: 5_123.4 };
    const selftest = await runSelftest([checkThat('a'), checkThat('b', finding)], silent, never);
    expect(selftest).toMatchObject({ verdict: 'pass', errorBudgetNs: 5_123 });
  });

  test('that is interrupted gives nothing', async () => {
    const stop = new AbortController();
    const run = async (): Promise<Findings> => {
      stop.abort();
      return good;
    };
    const check: Check = { ...checkThat('a'), run };
    expect(await runSelftest([check, checkThat('b')], silent, stop.signal)).toBeNull();
  });
});

test('merged histograms of four threads are the histogram of all their times', async () => {
  expect(await verdictsOf(merging)).toEqual([['pass', 1]]);
});

test('no two checks have the same name', () => {
  const names = CHECKS.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});
