import type { GateCellResult, GateResult, GateTest } from '../../results/gate-result.ts';
import { formatConfidence } from '../text/format.ts';
import { formatBudget } from './words.ts';

/** What a gate's verdict means, what is to be done about it, and how it came about. All pure. */

/** For whoever has not seen a gate before. */
export function explainVerdict(result: GateResult): string {
  const budgets = result.tests
    .filter(({ decision }) => decision !== null)
    .map(({ budget }) => budget);
  const limits = (pick: (budget: GateTest['budget']) => number): string =>
    [...new Set(budgets.map(pick))]
      .sort((a, b) => a - b)
      .map(formatBudget)
      .join(' or ');
  const passes = limits(({ passBelow }) => passBelow);
  switch (result.verdict) {
    case 'pass':
      return `Every metric that decides is certainly less than ${passes} worse than base, in every cell. Smaller changes pass too: a pass says that there is no great one, not that there is none.`;
    case 'regression':
      return explainRegression(
        result,
        limits(({ worseBy }) => worseBy),
      );
    case 'inconclusive':
      return result.isComplete
        ? explainUntold(result, passes)
        : 'The gate was broken off, and what it had measured by then decides too little. That is no pass: run it again.';
  }
}

function explainRegression({ tests }: GateResult, worseBy: string): string {
  const worse = tests.filter(({ decision }) => decision === 'regression');
  const parts = [
    ...(worse.some(({ reason }) => reason === null)
      ? [
          `Head is worse than base by more than ${worseBy}, and chance does not explain it: look at what the change does in each row that says regression.`,
        ]
      : []),
    ...(worse.some(({ reason }) => reason !== null)
      ? [
          'The server of head failed where that of base did not: start it by hand, as the config does, and see what it says.',
        ]
      : []),
  ];
  return parts.join(' ');
}

/** Why nothing could be told, and what to do about each cause. */
function explainUntold({ cells, tests }: GateResult, passes: string): string {
  const untold = tests.filter(({ decision }) => decision === 'inconclusive');
  const baseless = new Set(cells.filter(hasNoBase).map(({ name }) => name));
  const isSpoiled = untold.some(({ cell, reason }) => reason !== null && !baseless.has(cell));
  const parts = [
    ...(baseless.size > 0
      ? [
          'Base could not be measured, for a reason that is told below, so there was nothing to compare with: name a base whose server runs (--base), or mend how it is prepared (gate.prepare).',
        ]
      : []),
    ...(isSpoiled
      ? [
          'Other programs, or the load itself, disturbed too many measurements: run it again where nothing else runs, or with fewer connections (gate.connections).',
        ]
      : []),
    ...(untold.some(({ reason }) => reason === null)
      ? [
          `After the last look head may be more than ${passes} worse, or not worse at all. A quieter machine, longer trials (gate.measure), more pairs (gate.looks) or wider budgets (gate.budgets) tell more.`,
        ]
      : []),
  ];
  return `Neither a regression nor a pass. ${parts.join(' ')}`;
}

function hasNoBase({ obstacle, failure }: GateCellResult): boolean {
  return obstacle !== null || failure?.side === 'base';
}

/** How figures become a decision, a paragraph each. */
export function explainMethod({ order }: GateResult): string[] {
  const { looksAtPairs, alpha, attemptsPerPair } = order;
  const share = (value: number): string => `${Number((value * 100).toPrecision(3))} %`;
  return [
    `A pair is base and head measured one after the other, each in fresh processes from its own folder, in an order drawn by a coin; both get the same load, from head’s code. CPU per message and p50 response time are read at the same offered rate, found once against base; capacity in a closed loop.`,
    `Of each pair the logarithm of head / base is taken, turned so that positive is worse. The estimate is the median of all means of two of them (Hodges and Lehmann), its bounds and p come from the exact signed-rank test. Each bound holds with ${formatConfidence(1 - alpha / looksAtPairs.length)}.`,
    `Looks are taken after ${listNumbers(looksAtPairs)} pairs. p is multiplied by the number of looks and corrected for the number of tests (Holm), so that the chance of any false alarm in the whole gate is at most ${share(alpha)}. A regression: p below that, and the estimate above the budget. A pass: the upper bound below its limit. Otherwise more pairs are measured; after the last look it is inconclusive.`,
    `A pair is measured again, ${attemptsPerPair} times at most, where the host or the load spoiled it, never for what the server did. p99 response time is shown and decides nothing: it varies too much from one short trial to the next.`,
  ];
}

function listNumbers(numbers: readonly number[]): string {
  const last = numbers.at(-1);
  const before = numbers.slice(0, -1);
  return before.length === 0 ? String(last) : `${before.join(', ')} and ${last}`;
}
