import type { CellPairs } from './collect-pairs.ts';
import type { DecidedTest, TestState } from './decide-look.ts';
import type { Metric } from './gate-metrics.ts';

/** A test in the course of a gate. */
export interface GateTestState {
  readonly cell: CellPairs;
  readonly metric: Metric;
  readonly state: TestState;
  readonly decided: DecidedTest | null;
  readonly reason: string | null;
}
