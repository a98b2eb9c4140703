import type { GateCell, GateOrder, Side } from '../results/gate-order.ts';
import type { GateCellResult, RefusedPair } from '../results/gate-result.ts';
import { isLateInTailOnly, isServersFault, isSpoiled } from '../results/trial-fault.ts';
import type { TrialResult } from '../results/trial-result.ts';
import { kindOf, kindsFor, type TrialKind } from './gate-metrics.ts';

/** The trials of one attempt at a pair, by `side kind`. */
type Attempt = ReadonlyMap<string, TrialResult>;

export interface Pair {
  readonly number: number;
  readonly attempts: number;
  /** `given-up`: every attempt was spoiled. `open`: there is still something to measure. */
  readonly outcome: 'used' | 'given-up' | 'failed' | 'open';
  /** Of the attempt that is used; empty without one. */
  readonly trials: Attempt;
}

export interface CellPairs {
  readonly cell: GateCell;
  /** In order, without gaps. */
  readonly pairs: readonly Pair[];
  readonly failure: GateCellResult['failure'];
  readonly refused: readonly RefusedPair[];
}

/** Sorts a gate's trials into its cells and pairs; those of the calibration are left aside. */
export function collectPairs(order: GateOrder, trials: readonly TrialResult[]): CellPairs[] {
  const byCell = Map.groupBy(
    trials.filter(({ trial }) => trial.pair !== undefined),
    ({ trial }) => trial.strategy,
  );
  return order.cells.map((cell) =>
    collectCell(cell, byCell.get(cell.name) ?? [], order.attemptsPerPair),
  );
}

export function pairKey(side: Side, kind: TrialKind): string {
  return `${side} ${kind}`;
}

function collectCell(cell: GateCell, trials: readonly TrialResult[], attemptsMax: number) {
  const kinds = kindsFor(cell.metrics);
  const refused: RefusedPair[] = [];
  const pairs: Pair[] = [];
  let failure: CellPairs['failure'] = null;
  const byNumber = Map.groupBy(trials, ({ trial }) => trial.pair?.number ?? 0);
  for (let number = 1; failure === null; number += 1) {
    const attempts = listAttempts(byNumber.get(number) ?? []);
    if (attempts.length === 0) break;
    let outcome: Pair['outcome'] = 'open';
    let used: Attempt = new Map();
    for (const [index, attempt] of attempts.entries()) {
      const judged = judgeAttempt(attempt, kinds);
      if (judged === 'used') [outcome, used] = ['used', attempt];
      else if (judged === 'spoiled') {
        refused.push(...describeRefused(cell.name, attempt));
        if (index + 1 >= attemptsMax) outcome = 'given-up';
      } else if (judged !== 'open') {
        outcome = 'failed';
        failure = { ...judged, pair: number };
      }
    }
    pairs.push({ number, attempts: attempts.length, outcome, trials: used });
  }
  return { cell, pairs, failure, refused };
}

function listAttempts(trials: readonly TrialResult[]): Attempt[] {
  const byAttempt = Map.groupBy(trials, ({ trial }) => trial.pair?.attempt ?? 0);
  return [...byAttempt]
    .sort(([a], [b]) => a - b)
    .map(([, group]) => new Map(group.map((result) => [keyOf(result), result])));
}

function keyOf(result: TrialResult): string {
  return pairKey(result.trial.pair?.side ?? 'base', kindOf(result));
}

/** Nobody's fault, and not cut short. */
function isUsable(result: TrialResult | undefined): boolean {
  return result !== undefined && (result.status === 'complete' || isLateInTailOnly(result));
}

type Failure = Omit<NonNullable<CellPairs['failure']>, 'pair'>;

/**
 * A server that died or answered wrongly is a failure, and never a reason to measure again. Head's
 * counts only beside a base that did its part of the same attempt.
 */
function judgeAttempt(
  attempt: Attempt,
  kinds: readonly TrialKind[],
): 'used' | 'spoiled' | 'open' | Failure {
  const failed = (side: Side): TrialResult | undefined =>
    kinds
      .map((kind) => attempt.get(pairKey(side, kind)))
      .find((result) => result !== undefined && isServersFault(result));
  const base = failed('base');
  if (base !== undefined) return describeFailure('base', base);
  const head = failed('head');
  if (head !== undefined) {
    const counterpart = attempt.get(pairKey('base', kindOf(head)));
    return counterpart === undefined || counterpart.status === 'interrupted'
      ? 'open'
      : describeFailure('head', head);
  }
  if ([...attempt.values()].some(isSpoiled)) return 'spoiled';
  const isWhole = kinds.every((kind) =>
    (['base', 'head'] as const).every((side) => isUsable(attempt.get(pairKey(side, kind)))),
  );
  return isWhole ? 'used' : 'open';
}

function describeFailure(side: Side, { trial, status, reasons }: TrialResult): Failure {
  return { side, trial: trial.id, reason: `${status}: ${reasons.join('; ')}` };
}

function describeRefused(cell: string, attempt: Attempt): RefusedPair[] {
  return [...attempt.values()].filter(isSpoiled).flatMap(({ trial, reasons }) => {
    const { pair } = trial;
    if (pair === undefined) return [];
    const { number, attempt, side } = pair;
    return [{ cell, pair: number, attempt, side, trial: trial.id, reasons }];
  });
}
