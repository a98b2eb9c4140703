import type { FigureName } from '../../results/response-bound.ts';
import type { CellSummary, MetricName } from '../../stats/cell-summary.ts';
import type { ClientLimit } from '../../stats/client-limit.ts';
import type { Knee, ScenarioKnees } from '../../stats/knee.ts';
import { rateSeries } from '../../stats/rate-series.ts';
import { MIN_TRIALS_FOR_CLAIM } from '../../stats/sample.ts';
import { formatBound } from '../bound-text.ts';
import { formatRate } from '../format.ts';
import { joinNames } from './finding.ts';

/** How far each strategy goes, in a sentence; those that go equally far are named together. */
export function describeSweep(cells: readonly CellSummary[], knees: ScenarioKnees | null): string {
  const fewest = Math.min(...cells.map(({ completeTrials }) => completeTrials));
  const doubt =
    fewest < MIN_TRIALS_FOR_CLAIM
      ? ' Fewer than five complete trials at some rates: no claim.'
      : '';
  if (knees === null) return `${describeSustained(cells)}${doubt}`;
  const groups = groupByReach(knees.knees);
  const told = groups.map(
    ({ labels, reach }, index) =>
      `${joinNames(labels)}${index === 0 ? ` ${labels.length > 1 ? 'keep' : 'keeps'} ${formatBound(knees.bound)}` : ''} ${reach}`,
  );
  return `${told.join('; ')}.${describeNear(cells, knees)}${doubt}`;
}

/** The rate up to which each strategy held: by the bound, or without one by what it sustained. */
export function reachOf(
  cells: readonly CellSummary[],
  knees: ScenarioKnees | null,
): ReadonlyMap<string, number> {
  const reached =
    knees === null
      ? rateSeries(cells).series.map(({ label, value }) => ({ label, heldPerSec: value.center }))
      : knees.knees;
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
      : ` Shaded: from ${formatRate(limit.fromPerSec)} on, that is at least half of them, and what a server could do there is not known.`;
  return ` Left out because the client was the limit: ${joinNames(told, 6)}.${shaded}`;
}

function groupByReach(knees: readonly Knee[]) {
  const sorted = knees.toSorted((a, b) => (b.heldPerSec ?? 0) - (a.heldPerSec ?? 0));
  const groups = Map.groupBy(sorted, describeReach);
  return [...groups].map(([reach, group]) => ({ reach, labels: group.map(({ label }) => label) }));
}

function describeReach({ heldPerSec, next }: Knee): string {
  if (heldPerSec === null) {
    return next?.why === 'no-sound-trial'
      ? 'not known: no sound trial at the lowest rate'
      : 'at no rate offered';
  }
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

function describeSustained(cells: readonly CellSummary[]): string {
  const { series } = rateSeries(cells);
  const highest = Math.max(
    ...cells.map(({ load }) => (load.loop === 'open' ? load.offeredRatePerSec : 0)),
  );
  const sorted = series.toSorted((a, b) => b.value.center - a.value.center);
  const groups = [...Map.groupBy(sorted, ({ value }) => value.center)];
  const told = groups.map(([rate, group], index) => {
    const names = joinNames(group.map(({ label }) => label));
    const verb = index > 0 ? ' with' : group.length > 1 ? ' keep up with' : ' keeps up with';
    if (rate === 0) return `${names}${verb} none of the rates offered`;
    return `${names}${verb} ${formatRate(rate)}${rate === highest ? ', the highest rate offered' : ''}`;
  });
  return `${told.join('; ')}.`;
}
