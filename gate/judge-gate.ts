import { type GateMetric, type GateOrder, gateOrderSchema } from '../results/gate-order.ts';
import type { GateResult, GateTest } from '../results/gate-result.ts';
import type { RecordedRun } from '../results/read-run.ts';
import { isLateInTailOnly } from '../results/trial-fault.ts';
import { type CellPairs, collectPairs, type Pair } from './collect-pairs.ts';
import { decideLook, type TestState } from './decide-look.ts';
import { describeTest } from './describe-test.ts';
import { METRICS } from './gate-metrics.ts';
import type { GateRule } from './gate-rule.ts';
import type { GateTestState } from './gate-test-state.ts';
import { listDifferences, usedPairs } from './pair-figures.ts';
import { concludeGate } from './verdict.ts';

/** The order of a gate, from the header of its run; null for a run that is no gate's. */
export function readGateOrder({ config }: RecordedRun['header']): GateOrder | null {
  if (typeof config !== 'object' || config === null || !('gate' in config)) return null;
  return gateOrderSchema.safeParse(config.gate).data ?? null;
}

/** Whether a run is a gate's, in whatever state its order is. */
export function isGate(header: RecordedRun['header']): boolean {
  const { config } = header;
  const isMarked =
    typeof config === 'object' && config !== null && 'gate' in config && 'asked' in config;
  return isMarked || readGateOrder(header) !== null;
}

export interface GateState {
  readonly cells: readonly CellPairs[];
  readonly tests: readonly GateTestState[];
  /** Looks that were taken. */
  readonly looks: number;
  /** Nothing is left to be measured. */
  readonly isComplete: boolean;
}

/**
 * Takes every look for which the trials have all pairs, one after the other, as they were taken when
 * they were measured: the same trials always give the same decisions.
 */
export function followGate(order: GateOrder, trials: RecordedRun['trials']): GateState {
  const cells = collectPairs(order, trials);
  let tests = closeFailed(cells.flatMap((cell) => listTests(order, cell)));
  let looks = 0;
  const { looksAtPairs } = order;
  const isOpen = (): boolean => tests.some(({ state }) => state.decision === 'open');
  for (const [look, pairs] of looksAtPairs.entries()) {
    if (!isOpen() || !tests.every((test) => isReady(test, pairs))) break;
    tests = takeLook(tests, order, look, pairs);
    looks = look + 1;
  }
  return { cells, tests, looks, isComplete: !isOpen() };
}

/** What a gate found, for `gate.json`. Pure. */
export function judgeGate(
  run: Pick<RecordedRun, 'header' | 'trials'>,
  order: GateOrder,
): GateResult {
  const { cells, tests, looks, isComplete } = followGate(order, run.trials);
  const { cells: _, ...asked } = order;
  return {
    schema: 1,
    run: run.header.id,
    command: run.header.command,
    verdict: concludeGate(tests.map(({ state }) => state.decision)),
    isComplete,
    seed: run.header.seed,
    order: asked,
    looks,
    cells: cells.map(({ cell, pairs, failure }) => ({
      ...cell,
      pairs: pairs.filter(({ outcome }) => outcome === 'used').length,
      pairsLateInTail: pairs.filter(isLateInTail).length,
      failure,
    })),
    tests: [
      ...tests.map((test) => describeTest(test, order, tests.length)),
      ...cells.map((cell) => describeAdvice(cell, order, tests.length)),
    ].sort((a, b) => placeOf(order, a) - placeOf(order, b)),
    refused: cells.flatMap(({ refused }) => refused),
  };
}

function isLateInTail({ outcome, trials }: Pair): boolean {
  return outcome === 'used' && [...trials.values()].some(isLateInTailOnly);
}

function listTests(order: GateOrder, cell: CellPairs): GateTestState[] {
  return METRICS.filter(({ name }) => cell.cell.metrics.some((metric) => metric === name)).map(
    (metric) => ({
      cell,
      metric,
      state: {
        differences: [],
        decision: 'open' as const,
        p: 1,
        budget: order.budgets[metric.name],
      },
      decided: null,
      reason: null,
    }),
  );
}

/** No further look is needed where a server failed. */
function closeFailed(tests: readonly GateTestState[]): GateTestState[] {
  return tests.map((test) => {
    const { failure, cell } = test.cell;
    const obstacle = cell.obstacle ?? (failure?.side === 'base' ? failure.reason : null);
    if (obstacle !== null) {
      return close(test, 'inconclusive', `base can't be measured: ${obstacle}`);
    }
    return failure === null ? test : close(test, 'regression', `head failed: ${failure.reason}`);
  });
}

function close(
  test: GateTestState,
  decision: TestState['decision'],
  reason: string,
): GateTestState {
  return { ...test, state: { ...test.state, decision }, reason };
}

function isReady({ cell, state }: GateTestState, pairs: number): boolean {
  if (state.decision !== 'open') return true;
  return cell.pairs.filter(({ outcome }) => outcome !== 'open').length >= pairs;
}

function takeLook(
  tests: readonly GateTestState[],
  order: GateOrder,
  look: number,
  pairs: number,
): GateTestState[] {
  const before = tests.map((test) => {
    if (test.state.decision !== 'open') return test;
    const differences = listDifferences(test.cell, test.metric, pairs);
    return { ...test, state: { ...test.state, differences } };
  });
  const decided = decideLook(
    before.map(({ state }) => state),
    ruleOf(order),
    look,
  );
  return before.map((test, index) => {
    const now = decided[index];
    if (now === undefined || test.state.decision !== 'open') return test;
    const after = { ...test, state: now, decided: now };
    const isTold = now.decision === 'pass' || now.decision === 'regression';
    return isTold ? after : closeHopeless(after, pairs);
  });
}

/** Where the host spoils more pairs than it leaves, four times as many tell no more. */
function closeHopeless(test: GateTestState, pairs: number): GateTestState {
  const used = usedPairs(test.cell, pairs).length;
  if (used * 2 >= pairs) return test;
  return close(
    test,
    'inconclusive',
    `the host or the load spoiled ${pairs - used} of ${pairs} pairs`,
  );
}

/** The budget of each test stands in for the rule's. */
function ruleOf({ looksAtPairs, alpha }: GateOrder): GateRule {
  return { looksAtPairs, alpha, worseBy: 1, passBelow: 1 };
}

function describeAdvice(cell: CellPairs, order: GateOrder, tests: number): GateTest {
  const metric = METRICS.find(({ name }) => name === 'p99');
  if (metric === undefined) throw new Error('there is no p99');
  const differences = listDifferences(cell, metric, Number.POSITIVE_INFINITY);
  const state: TestState = { differences, decision: 'open', p: 1 };
  const decided = decideLook([state], ruleOf(order), 0)[0] ?? null;
  const test = { cell, metric, state, decided, reason: null };
  return { ...describeTest(test, order, tests), decision: null, p: null, adjustedP: null };
}

function placeOf({ cells }: GateOrder, { cell, metric }: { cell: string; metric: GateMetric }) {
  const row = cells.findIndex(({ name }) => name === cell);
  return row * METRICS.length + METRICS.findIndex(({ name }) => name === metric);
}
