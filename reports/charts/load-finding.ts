import type { FigureName } from '../../results/response-bound.ts';
import type { CellSummary, MetricName } from '../../stats/cell-summary.ts';
import type { ClientLimit } from '../../stats/client-limit.ts';
import type { Knee, ScenarioKnees } from '../../stats/knee.ts';
import { sustains } from '../../stats/rate-series.ts';
import { MIN_TRIALS_FOR_CLAIM } from '../../stats/sample.ts';
import { formatRate } from '../text/format.ts';
import { formatBound } from '../words/bound-text.ts';
import { joinNames } from './finding.ts';

/** How far each strategy goes, in a sentence; those that go equally far are named together. */
export function describeSweep(cells: readonly CellSummary[], knees: ScenarioKnees | null): string {
  const fewest = Math.min(...cells.map(({ completeTrials }) => completeTrials));
  const doubt =
    fewest < MIN_TRIALS_FOR_CLAIM
      ? ' Fewer than five complete trials at some rates: no claim.'
      : '';
  const kept = knees === null ? 'up with what is offered' : formatBound(knees.bound);
  const all = knees?.knees ?? findSustained(cells);
  const groups = groupByReach(all.filter((knee) => !isUnknown(knee)));
  const told = groups.map(({ labels, reach }, index) => {
    const verb = index > 0 ? '' : ` ${labels.length > 1 ? 'keep' : 'keeps'} ${kept}`;
    return `${joinNames(labels)}${verb} ${reach}`;
  });
  const near = knees === null ? '' : describeNear(cells, knees);
  const known = told.length === 0 ? '' : `${told.join('; ')}.`;
  return `${known}${describeUnknown(all.filter(isUnknown))}${near}${doubt}`.trim();
}

/** The rate up to which each strategy held: by the bound, or without one by what it sustained. */
export function reachOf(
  cells: readonly CellSummary[],
  knees: ScenarioKnees | null,
): ReadonlyMap<string, number> {
  const reached = knees?.knees ?? findSustained(cells);
  return new Map(reached.map(({ label, heldPerSec }) => [label, heldPerSec ?? 0]));
}

/** What a reader has to know of the client; empty where it spoiled nothing. */
export function describeClientLimit(limit: ClientLimit | null): string {
  if (limit === null) return '';
  const told = limit.rates.map(
    ({ ratePerSec, trials, clientBound }) =>
      `${clientBound} of ${trials} trials at ${formatRate(ratePerSec)}`,
  );
  const shaded =
    limit.fromPerSec === null
      ? ''
      : ` Hatched: from ${formatRate(limit.fromPerSec)} on, that is at least half of them, and what a server could do there is not known.`;
  return ` Left out because the client was the limit: ${joinNames(told, 6)}.${shaded}`;
}

/** Like knees, where there is no bound but to answer in time. */
function findSustained(cells: readonly CellSummary[]): readonly Knee[] {
  const rateOf = ({ load }: CellSummary) => (load.loop === 'open' ? load.offeredRatePerSec : 0);
  return [...Map.groupBy(cells, ({ label }) => label)].map(([label, group]): Knee => {
    const climb = group.toSorted((a, b) => rateOf(a) - rateOf(b));
    const first = climb.findIndex((cell) => sustains(cell) !== true);
    const held = first === -1 ? climb.at(-1) : climb[first - 1];
    const failed = climb[first];
    const why = failed?.completeTrials === 0 ? 'no-sound-trial' : 'missed';
    return {
      label,
      heldPerSec: held === undefined ? null : rateOf(held),
      next: failed === undefined ? null : { ratePerSec: rateOf(failed), why },
    };
  });
}

function isUnknown({ heldPerSec, next }: Knee): boolean {
  return heldPerSec === null && next?.why === 'no-sound-trial';
}

function describeUnknown(knees: readonly Knee[]): string {
  if (knees.length === 0) return '';
  return ` No sound trial of ${joinNames(knees.map(({ label }) => label))}, not even at the lowest rate.`;
}

function groupByReach(knees: readonly Knee[]) {
  const sorted = knees.toSorted((a, b) => (b.heldPerSec ?? 0) - (a.heldPerSec ?? 0));
  const groups = Map.groupBy(sorted, describeReach);
  return [...groups].map(([reach, group]) => ({ reach, labels: group.map(({ label }) => label) }));
}

function describeReach({ heldPerSec, next }: Knee): string {
  if (heldPerSec === null) return 'at no rate offered';
  const held = `up to ${formatRate(heldPerSec)}`;
  if (next === null) return `${held}, the highest rate offered`;
  const rate = formatRate(next.ratePerSec);
  return next.why === 'missed'
    ? `only ${held}, not ${rate}`
    : `${held}, with no sound trial at ${rate}`;
}

/** A bound inside the interval of the figure at the knee, or at the rate above it, may fall either way. */
function describeNear(cells: readonly CellSummary[], { bound, knees }: ScenarioKnees): string {
  const metric = METRIC_OF_FIGURE[bound.figure];
  if (metric === undefined) return '';
  const near = knees.filter(({ label, heldPerSec, next }) =>
    cells.some((cell) => {
      const rate = cell.load.loop === 'open' ? cell.load.offeredRatePerSec : null;
      if (cell.label !== label || (rate !== heldPerSec && rate !== next?.ratePerSec)) return false;
      const interval = cell.metrics[metric]?.interval ?? null;
      return interval !== null && interval.low < bound.belowNs && interval.high >= bound.belowNs;
    }),
  );
  if (near.length === 0) return '';
  return ` Near the bound, and uncertain: ${joinNames(near.map(({ label }) => label))}.`;
}

const METRIC_OF_FIGURE: Partial<Record<FigureName, MetricName>> = {
  p50: 'responseP50Ns',
  p99: 'responseP99Ns',
  'p99.9': 'responseP999Ns',
};
