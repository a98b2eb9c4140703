import type { CellSummary, MetricName } from '../../stats/cell-summary.ts';
import { type Contestant, contrast } from '../../stats/contrast.ts';
import { reasonApart } from '../../stats/rank.ts';
import { sustains } from '../../stats/rate-series.ts';
import { listSome } from '../text/format.ts';

/** What a chart says in its title: a sentence that claims no more than the trials do. */
export interface FindingWords {
  /** `server CPU per message`. */
  readonly figure: string;
  readonly lessIsBetter: boolean;
  /** Where the sentence speaks of what is left of the metric: its own words for best and worst. */
  readonly ends?: readonly [best: string, worst: string];
  readonly format: (value: number) => string;
}

/** Strategies named in a sentence; the others are counted. */
const NAMED_MAX = 4;

/**
 * Who has the least, and who the most, of those that serve everyone and keep up with what is offered:
 * whoever falls behind works in bulk, and its times grow with the length of the test.
 */
export function describeContrast(
  cells: readonly CellSummary[],
  metric: MetricName,
  words: FindingWords,
): string {
  const behind = cells.filter((cell) => cell.completeTrials > 0 && sustains(cell) === false);
  const others = cells.filter((cell) => !behind.includes(cell));
  const names = joinNames(behind.map(({ label }) => label));
  const told = behind.length === 0 ? '' : ` Behind what was offered, and not compared: ${names}.`;
  return `${compare(others, metric, words)}${told}`;
}

/** Who has the least, and who the most, of those that serve everyone. */
export function compare(
  cells: readonly CellSummary[],
  metric: MetricName,
  words: FindingWords,
): string {
  const { figure } = words;
  const found = contrast(contestantsOf(cells, metric), words.lessIsBetter);
  switch (found.kind) {
    case 'nobody':
      return `No strategy that serves all of its clients has a ${figure}.`;
    case 'alone':
      return `${found.only.label}: ${figure} ${words.format(found.only.estimate.center)}.`;
    case 'no-claim':
      return `Fewer than five complete trials, no order is claimed: ${figure} from ${withOwner(found.all.at(0), words)} to ${withOwner(found.all.at(-1), words)}.`;
    case 'tied':
      return `No difference in ${figure} can be told between ${joinLabels(found.all)}: ${rangeOf(found.all, words)}${describeUnclaimed(found.unclaimed)}.`;
    case 'apart': {
      const [best, worst] = words.ends ?? endsOf(words);
      const have = found.best.length > 1 ? 'share' : 'has';
      return `${joinLabels(found.best)} ${have} the ${best} ${figure}, ${rangeOf(found.best, words)}; ${joinLabels(found.worst)} ${found.worst.length > 1 ? 'share ' : 'has '}the ${worst}, ${rangeOf(found.worst, words)}${describeUnclaimed(found.unclaimed)}.`;
    }
  }
}

function endsOf({ lessIsBetter }: FindingWords): readonly [string, string] {
  return lessIsBetter ? ['lowest', 'highest'] : ['highest', 'lowest'];
}

/** Cells that serve everyone and have the figure: the others cannot be compared. */
function contestantsOf(cells: readonly CellSummary[], metric: MetricName): readonly Contestant[] {
  return cells.flatMap((cell) => {
    const estimate = cell.metrics[metric];
    return estimate === null || reasonApart(cell) !== null ? [] : [{ label: cell.label, estimate }];
  });
}

/** `a`, `a and b`, `a, b, c, d and 3 more`. */
export function joinNames(names: readonly string[], most = NAMED_MAX): string {
  if (names.length < 2) return names.join('');
  if (names.length > most) return listSome(names, most).replace(/, (and \d+ more)$/, ' $1');
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

function joinLabels(contestants: readonly Contestant[]): string {
  return joinNames(contestants.map(({ label }) => label));
}

function withOwner(contestant: Contestant | undefined, { format }: FindingWords): string {
  return contestant === undefined
    ? ''
    : `${format(contestant.estimate.center)} (${contestant.label})`;
}

/** `1.20 ms to 1.40 ms`; one figure where both read the same. */
function rangeOf(contestants: readonly Contestant[], { format }: FindingWords): string {
  const centers = contestants.map(({ estimate }) => estimate.center);
  const least = format(Math.min(...centers));
  const most = format(Math.max(...centers));
  return least === most ? least : `${least} to ${most}`;
}

function describeUnclaimed(count: number): string {
  return count === 0 ? '' : ` (too few trials to compare ${count} more)`;
}
