import type { Environment } from '../../results/environment.ts';
import { describeSelftestMachine, type Selftest } from '../../results/selftest.ts';

/** A selftest as it might have come out on a machine. */
export function makeSelftest(environment: Environment, changes: Partial<Selftest> = {}): Selftest {
  return {
    schema: 1,
    finishedAt: '2026-05-04T08:00:00.000Z',
    tookMs: 64_000,
    verdict: 'cannot-tell',
    errorBudgetNs: 5_400,
    machine: describeSelftestMachine(environment),
    checks: [
      {
        name: 'freeze',
        claim: 'a server that stands still for 1 s in 10 s is charged for all who came meanwhile',
        verdict: 'pass',
        reason: null,
        attempts: 1,
        rows: [
          {
            what: 'p99',
            expected: '905 ms',
            measured: '903 ms',
            allowed: '±20.1 ms',
            holds: true,
          },
          { what: 'p50', expected: '', measured: '61 µs', allowed: '', holds: null },
        ],
      },
      {
        name: 'delay',
        claim: 'a server that takes 1 ms is read as that',
        verdict: 'cannot-tell',
        reason: 'other programs used 60 % of the CPUs (p90 is 3.00 ms, true is 1.00 ms)',
        attempts: 2,
        rows: [
          {
            what: 'p90',
            expected: '1.00 ms',
            measured: '3.00 ms',
            allowed: '±50 µs',
            holds: false,
          },
        ],
      },
      {
        name: 'clocks',
        claim: 'the clocks of all load threads show the same time',
        verdict: 'pass',
        reason: null,
        attempts: 1,
        rows: [
          {
            what: 'greatest offset',
            expected: 'up to 5.00 µs',
            measured: '0.03 µs (known to 0.17 µs)',
            allowed: 'none',
            holds: true,
          },
        ],
      },
    ],
    ...changes,
  };
}
