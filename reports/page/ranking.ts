import { isClaimed, type Place, type Ranking } from '../../stats/rank.ts';
import type { ScenarioReport } from '../report.ts';
import { formatCount, formatRate, formatServed, formatTime } from '../text/format.ts';
import { describeCell, describePlace, NOT_SUSTAINED } from '../words/answer.ts';
import { figureCell, intervalCell } from './figure-cell.ts';
import { type HtmlCell, left, renderTable, right, wrapped } from './table.ts';

const RANKED_BY = {
  throughput: 'throughput',
  'cpu-per-message': 'server CPU / message',
  'sustained-rate': 'highest rate sustained',
  'cpu-per-delivery': 'server CPU / delivery',
} as const satisfies Record<Ranking['metric'], string>;

/** Not placed: sorted to the end. */
const NONE: HtmlCell = { text: '', order: null };

/** Places with ties, and who has none and why. */
export function renderRanking(ranking: Ranking, scenario: ScenarioReport): string {
  const open = ranking.metric === 'sustained-rate';
  const format = ranking.metric.startsWith('cpu-per-') ? formatTime : formatRate;
  const hasIntervals = !open && ranking.places.some(({ value }) => value.interval !== null);
  const common = ranking.commonRatePerSec;
  const served = (label: string): readonly HtmlCell[] => {
    const cell = scenario.cells.find((each) => each.label === label && each.completeTrials > 0);
    if (cell === undefined) return [NONE, NONE];
    const { served, attempted, starved } = cell.connections;
    return [
      figureCell(served, (count) => formatServed(count, attempted)),
      figureCell(starved, formatCount),
    ];
  };
  // Where nobody has five trials, the answer above says so for all of them.
  const saysForAll = !ranking.places.some(isClaimed);
  const rows = [
    ...ranking.places.map((place) => ({
      cells: [
        { text: describePlace(ranking, place.label), order: place.rank },
        place.label,
        figureCell(place.value.center, format),
        ...(open ? [figureCell(place.p99AtCommonRate?.center ?? null, formatTime)] : []),
        ...(hasIntervals ? [intervalCell(place.value, format)] : []),
        ...served(place.label),
        describeDoubt(place, scenario, saysForAll),
      ],
    })),
    ...[...ranking.apart, ...ranking.invalid].map(({ label, reason }) => ({
      cells: [
        NONE,
        label,
        NONE,
        ...(open || hasIntervals ? [NONE] : []),
        ...served(label),
        `not ranked: ${reason}`,
      ],
      apart: true,
    })),
  ];
  const p99Title = common === null ? 'p99' : `p99 at ${formatRate(common)}`;
  return renderTable(
    'Ranking. Strategies that cannot be told apart share a place (=).',
    [
      left('#'),
      left('strategy'),
      right(RANKED_BY[ranking.metric]),
      ...(open ? [right(p99Title)] : []),
      ...(hasIntervals ? [right('interval')] : []),
      right('served'),
      right('starved'),
      wrapped('note'),
    ],
    rows,
    1,
  );
}

function describeDoubt(place: Place, scenario: ScenarioReport, saysForAll: boolean): string {
  const cells = scenario.cells.filter((cell) => cell.label === place.label);
  return [
    ...(place.rank === null && !saysForAll ? [describeNoClaim(place)] : []),
    ...new Set(cells.flatMap(describeCell).filter((note) => note !== NOT_SUSTAINED)),
  ].join('; ');
}

function describeNoClaim(place: Place): string {
  return isClaimed(place)
    ? 'a better median has fewer than five complete trials: no claim'
    : 'fewer than five complete trials: no claim';
}
