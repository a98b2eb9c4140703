import type { CellSummary } from '../../stats/cell-summary.ts';
import type { Place, Ranking } from '../../stats/rank.ts';
import { SUSTAINED_SHARE } from '../../stats/rate-series.ts';
import { describeAnswer, describeCell, describePlace, NOT_SUSTAINED } from '../answer.ts';
import { costChart } from '../charts/cost-chart.ts';
import { loadChart } from '../charts/load-chart.ts';
import { lossChart } from '../charts/loss-chart.ts';
import { percentileChart } from '../charts/percentile-chart.ts';
import { type Chart, renderChart } from '../charts/render-chart.ts';
import type { SeriesStyle } from '../charts/series-style.ts';
import {
  formatCount,
  formatEstimate,
  formatInterval,
  formatRate,
  formatServed,
  formatTime,
} from '../format.ts';
import { describeKnees } from '../knee-text.ts';
import type { ScenarioReport } from '../report.ts';
import { isChat } from '../scenario-table.ts';
import { describeSpread } from '../spread-text.ts';
import { renderDatagrams } from './datagrams.ts';
import { renderDeliveries } from './deliveries.ts';
import { escapeHtml } from './escape-html.ts';
import { renderCosts, renderLedger, renderLoads, renderPercentiles } from './figures.ts';
import { left, renderTable, right, wrapped } from './table.ts';

/** A scenario: its question, the answer, then what the answer rests on. */
export function renderScenario(
  scenario: ScenarioReport,
  index: number,
  styles: ReadonlyMap<string, SeriesStyle>,
): string {
  const id = `s${index + 1}`;
  const curves = cellsForCurves(scenario);
  const closed = scenario.cells.filter((cell) => cell.load.loop === 'closed');
  const open = scenario.cells.filter((cell) => cell.load.loop === 'open');
  const chats = isChat(scenario);
  const costs = chats ? curves.cells : closed;
  // One rate alone is no curve.
  const rated = chats && new Set(open.map(rateOf)).size < 2 ? [] : open;
  return [
    `<section aria-labelledby="${id}"><h2 id="${id}">${escapeHtml(scenario.name)}</h2>`,
    `<p class="question">${escapeHtml(scenario.question)}</p>`,
    ...scenario.rankings.map(
      (ranking) => `<p class="answer">${escapeHtml(describeAnswer(ranking))}</p>`,
    ),
    scenario.knees === null ? '' : `<p>${escapeHtml(describeKnees(scenario.knees))}</p>`,
    ...scenario.rankings.map((ranking) => renderRanking(ranking, scenario)),
    costs.length === 0
      ? ''
      : `<h3>${chats ? 'What a delivery costs, and how late it is' : 'Throughput and what it costs'}</h3>`,
    draw(costChart(`${id}-cost`, costs, styles, scenario.memory ?? 'peakRssBytes'), COST_CAPTION),
    chats ? renderDeliveries(scenario.cells, scenario.memory) : '',
    rated.length === 0 ? '' : '<h3>Latency against offered load</h3>',
    draw(loadChart(`${id}-load`, rated, styles), LOAD_CAPTION),
    rated.length === 0 ? '' : renderLoads(rated),
    ...renderDatagramPart(id, scenario.cells, styles),
    chats ? '' : renderCosts(scenario.cells, scenario.memory),
    '<h3>Latency by percentile</h3>',
    draw(percentileChart(`${id}-nines`, curves.cells, styles), curves.caption),
    renderPercentiles(scenario.cells),
    '<h3>Where every message went</h3>',
    renderLedger(scenario.cells),
    '</section>',
  ]
    .filter((part) => part !== '')
    .join('\n');
}

function renderDatagramPart(
  id: string,
  all: readonly CellSummary[],
  styles: ReadonlyMap<string, SeriesStyle>,
): readonly string[] {
  const cells = all.filter(({ datagrams }) => datagrams !== null);
  if (cells.length === 0) return [];
  const spread = describeSpread(cells);
  return [
    '<h3>What became of the datagrams</h3>',
    draw(lossChart(`${id}-loss`, cells, styles), LOSS_CAPTION),
    renderDatagrams(cells),
    spread === null ? '' : `<p>${escapeHtml(spread)}</p>`,
  ];
}

const LOSS_CAPTION =
  'Nobody sends a lost datagram again: what a connection would make its client wait for is gone.';
const COST_CAPTION =
  'Dot: median of the trials. Bar through it: the interval for the median, often narrower than the dot. Faint and in parentheses: serves only some of its clients, or hangs up after one reply; not to be compared.';
const LOAD_CAPTION = `Faint: less than ${SUSTAINED_SHARE * 100} % of what was offered came back in time; from there on, waiting grows for as long as the load lasts. Dashed: everything offered comes back.`;
const CURVE_CAPTION =
  'Histograms of the trials added up. Each step to the right is one more nine, so that the rare slow replies take as much room as the many fast ones. Dotted: times of the few that were served.';

function cellsForCurves(scenario: ScenarioReport): {
  cells: readonly CellSummary[];
  caption: string;
} {
  const open = scenario.cells.filter((cell) => cell.load.loop === 'open');
  if (open.length === 0) return { cells: scenario.cells, caption: CURVE_CAPTION };
  const rates = open.map(rateOf);
  const common = scenario.rankings.map((ranking) => ranking.commonRatePerSec);
  const rate = common.find((each) => each !== null) ?? Math.min(...rates);
  return {
    cells: open.filter((cell) => rateOf(cell) === rate),
    caption: `At ${formatRate(rate)} offered, the highest rate that every strategy here sustained, or the lowest offered. ${CURVE_CAPTION}`,
  };
}

function rateOf(cell: CellSummary): number {
  return cell.load.loop === 'open' ? cell.load.offeredRatePerSec : 0;
}

function draw(chart: Chart | null, caption: string): string {
  if (chart === null) return '';
  return `<figure><div class="scroll">${renderChart(chart)}</div><figcaption>${escapeHtml(caption)}</figcaption></figure>`;
}

function describeDoubt(place: Place, scenario: ScenarioReport): string {
  const cells = scenario.cells.filter((cell) => cell.label === place.label);
  return [
    ...(place.rank === null ? ['fewer than five complete trials: no claim'] : []),
    ...new Set(cells.flatMap(describeCell).filter((note) => note !== NOT_SUSTAINED)),
  ].join('; ');
}

const RANKED_BY = {
  throughput: 'throughput',
  'cpu-per-message': 'server CPU / message',
  'sustained-rate': 'highest rate sustained',
  'cpu-per-delivery': 'server CPU / delivery',
} as const satisfies Record<Ranking['metric'], string>;

function renderRanking(ranking: Ranking, scenario: ScenarioReport): string {
  const open = ranking.metric === 'sustained-rate';
  const format = ranking.metric.startsWith('cpu-per-') ? formatTime : formatRate;
  const common = ranking.commonRatePerSec;
  const served = (label: string) => {
    const cell = scenario.cells.find((each) => each.label === label && each.completeTrials > 0);
    if (cell === undefined) return ['', ''];
    return [
      formatServed(cell.connections.served, cell.connections.attempted),
      formatCount(cell.connections.starved),
    ];
  };
  const rows = [
    ...ranking.places.map((place) => ({
      cells: [
        describePlace(ranking, place.label),
        place.label,
        format(place.value.center),
        open
          ? formatEstimate(place.p99AtCommonRate, formatTime)
          : formatInterval(place.value, format),
        ...served(place.label),
        describeDoubt(place, scenario),
      ],
    })),
    ...[...ranking.apart, ...ranking.invalid].map(({ label, reason }) => ({
      cells: ['', label, '', '', ...served(label), `not ranked: ${reason}`],
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
      right(open ? p99Title : 'interval'),
      right('served'),
      right('starved'),
      wrapped('note'),
    ],
    rows,
    1,
  );
}
