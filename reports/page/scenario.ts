import type { TrialResult } from '../../results/trial-result.ts';
import type { CellSummary } from '../../stats/cell-summary.ts';
import { SUSTAINED_SHARE } from '../../stats/rate-series.ts';
import type { ScenarioEvidence } from '../../stats/scenario-evidence.ts';
import { chooseDrawn, LINES_MAX, ROWS_MAX } from '../charts/choose-drawn.ts';
import { costChart } from '../charts/cost-chart.ts';
import { loadChart } from '../charts/load-chart.ts';
import { describeClientLimit } from '../charts/load-finding.ts';
import { lossChart } from '../charts/loss-chart.ts';
import { percentileChart } from '../charts/percentile-chart.ts';
import { receiversChart } from '../charts/receivers-chart.ts';
import type { SeriesStyle } from '../charts/series-style.ts';
import type { ScenarioReport } from '../report.ts';
import { isChat } from '../scenario-table.ts';
import { cleanText } from '../text/clean-text.ts';
import { formatRate } from '../text/format.ts';
import { describeAnswer } from '../words/answer.ts';
import { describeConditions } from '../words/describe-load.ts';
import { describeSpread } from '../words/spread-text.ts';
import type { CellsShown } from './cells-shown.ts';
import { renderCourse } from './course.ts';
import { renderDatagrams } from './datagrams.ts';
import { renderDeliveries } from './deliveries.ts';
import { renderDistribution } from './distribution.ts';
import { renderDrawing } from './drawing.ts';
import { escapeHtml } from './escape-html.ts';
import { renderCosts, renderLedger, renderLoads, renderPercentiles } from './figures.ts';
import { foldTable } from './fold-table.ts';
import { renderRanking } from './ranking.ts';
import { isAlone } from './tell-answer.ts';
import { renderTrialPoints } from './trial-points.ts';
import { renderWorkers } from './workers.ts';

/** What every part of a scenario is made from. */
interface Part extends Omit<CellsShown, 'cells'> {
  /** Begins every name inside the scenario. */
  readonly id: string;
  readonly scenario: ScenarioReport;
  readonly curves: Curves;
}

/** The cells of which one is drawn per strategy. */
interface Curves {
  readonly cells: readonly CellSummary[];
  /** In an open loop the rate that they have in common, as the beginning of a caption. */
  readonly at: string;
}

/** A scenario: its question, the answer, then what the answer rests on. */
export function renderScenario(
  scenario: ScenarioReport,
  index: number,
  styles: ReadonlyMap<string, SeriesStyle>,
  evidence: ScenarioEvidence,
  trials: readonly TrialResult[],
): string {
  const id = `s${index + 1}`;
  const best = scenario.rankings.flatMap(({ places }) => places.map(({ label }) => label));
  const part: Part = { id, scenario, evidence, styles, best, curves: cellsForCurves(scenario) };
  const shown: CellsShown = { cells: part.curves.cells, best, evidence, styles };
  const own = trials.filter(({ trial }) => trial.scenario === scenario.name);
  const conditions = cleanText(describeConditions(own.map(({ trial }) => trial)));
  return [
    `<section aria-labelledby="${id}"><h2 id="${id}">${escapeHtml(scenario.name)}</h2>`,
    `<p class="question">${escapeHtml(scenario.question)}</p>`,
    own.length === 0 ? '' : `<p class="conditions">${escapeHtml(conditions)}</p>`,
    ...renderPlaces(scenario),
    renderDistribution(`${id}-times`, shown.cells, own),
    ...scenario.rankings.map((ranking, each) =>
      renderTrialPoints(`${id}-trials-${each + 1}`, ranking, { ...shown, cells: scenario.cells }),
    ),
    ...renderCostPart(part),
    ...renderLoadPart(part),
    ...renderDatagramPart(part),
    ...renderPercentilePart(part),
    renderCourse(`${id}-course`, shown),
    renderWorkers(`${id}-workers`, shown),
    '<h3>Where every message went</h3>',
    foldTable(renderLedger(scenario.cells), scenario.cells.length),
    '</section>',
  ]
    .filter((each) => each !== '')
    .join('\n');
}

/** Of a single server there is no order to tell; what it did is the answer of the page. */
function renderPlaces(scenario: ScenarioReport): readonly string[] {
  if (isAlone(scenario)) return [];
  const { rankings } = scenario;
  return [
    ...rankings.map((each) => `<p class="answer">${escapeHtml(describeAnswer(each))}</p>`),
    ...rankings.map((each) => renderRanking(each, scenario)),
  ];
}

const COST_CAPTION =
  'Dot: median of the trials. Bar through it: the interval for the median, often narrower than the dot. Small and in parentheses: serves only some of its clients, or hangs up after one reply; not to be compared.';
const RECEIVERS_CAPTION =
  'Triangle: the first of a message’s receivers; circle: the median one; diamond: the last. Times from the intended start of the message, medians over trials.';

function renderCostPart({ id, scenario, styles, best, curves }: Part): readonly string[] {
  const chats = isChat(scenario);
  const { cells, memory } = scenario;
  const closed = cells.filter((cell) => cell.load.loop === 'closed');
  const costs = chooseDrawn(chats ? curves.cells : closed, best, ROWS_MAX);
  if (costs.items.length === 0) return [];
  const chart = costChart(`${id}-cost`, costs, styles, memory ?? 'peakRssBytes');
  if (!chats) {
    return [
      '<h3>Throughput and what it costs</h3>',
      // A single dot on an axis tells nothing.
      isAlone(scenario) ? '' : renderDrawing(chart, `${COST_CAPTION}${costs.note}`),
      foldTable(renderCosts(cells, memory), cells.length),
    ];
  }
  const receivers = receiversChart(`${id}-receivers`, costs, styles);
  return [
    '<h3>What a delivery costs, and how late it is</h3>',
    renderDrawing(chart, `${curves.at}${COST_CAPTION}${costs.note}`),
    renderDrawing(receivers, `${curves.at}${RECEIVERS_CAPTION}${costs.note}`),
    foldTable(renderDeliveries(cells, memory), 2 * cells.length),
  ];
}

const LOAD_CAPTION = `Small: less than ${SUSTAINED_SHARE * 100} % of what was offered came back in time; from there on, waiting grows for as long as the load lasts. Gap: no complete trial. Dashed at the right: everything offered comes back.`;

function renderLoadPart({ id, scenario, evidence, styles, best }: Part): readonly string[] {
  const open = scenario.cells.filter((cell) => cell.load.loop === 'open');
  // One rate alone is no curve.
  if (open.length === 0 || (isChat(scenario) && new Set(open.map(rateOf)).size < 2)) return [];
  const drawn = chooseDrawn(open, best, LINES_MAX);
  const { knees } = scenario;
  const limits = { knees, client: evidence.clientLimit };
  const ring =
    knees === null
      ? ' Ring: the highest rate sustained.'
      : ' Ring: the knee, the last rate that kept the bound, which is dashed.';
  const caption = `${LOAD_CAPTION}${ring}${describeClientLimit(evidence.clientLimit)}${drawn.note}`;
  return [
    '<h3>Latency against offered load</h3>',
    renderDrawing(loadChart(`${id}-load`, drawn, styles, limits), caption),
    foldTable(renderLoads(open), open.length),
    // Where there is a closed loop too, the costs of all stand there.
    ...(isChat(scenario) || open.length < scenario.cells.length
      ? []
      : [foldTable(renderCosts(scenario.cells, scenario.memory), scenario.cells.length)]),
  ];
}

const LOSS_CAPTION =
  'Nobody sends a lost datagram again: what a connection would make its client wait for is gone. At the right, sums over the complete trials: lost in the window (full), thrown away by the server’s full receive buffer (outlined) and by others (outlined, dashed), both from the first datagram of the warm-up on.';

function renderDatagramPart({ id, scenario, styles, best }: Part): readonly string[] {
  const cells = scenario.cells.filter(({ datagrams }) => datagrams !== null);
  if (cells.length === 0) return [];
  const spread = describeSpread(cells);
  const drawn = chooseDrawn(cells, best, LINES_MAX);
  return [
    '<h3>What became of the datagrams</h3>',
    renderDrawing(lossChart(`${id}-loss`, drawn, styles), `${LOSS_CAPTION}${drawn.note}`),
    foldTable(renderDatagrams(cells), cells.length),
    spread === null ? '' : `<p>${escapeHtml(spread)}</p>`,
  ];
}

const CURVE_CAPTION =
  'Histograms of the trials added up. At p99 99 of 100 messages are faster. Each step to the right is one more nine, so that the rare slow replies take as much room as the many fast ones. Dotted: times of the few that were served.';

function renderPercentilePart({ id, scenario, styles, best, curves }: Part): readonly string[] {
  const drawn = chooseDrawn(curves.cells, best, LINES_MAX);
  const chart = percentileChart(`${id}-nines`, drawn, styles);
  return [
    '<h3>Latency by percentile</h3>',
    renderDrawing(chart, `${curves.at}${CURVE_CAPTION}${drawn.note}`),
    foldTable(renderPercentiles(scenario.cells), scenario.cells.length),
  ];
}

function cellsForCurves({ cells, rankings }: ScenarioReport): Curves {
  const open = cells.filter((cell) => cell.load.loop === 'open');
  if (open.length === 0) return { cells, at: '' };
  const common = rankings.map((ranking) => ranking.commonRatePerSec);
  const rate = common.find((each) => each !== null) ?? Math.min(...open.map(rateOf));
  return {
    cells: open.filter((cell) => rateOf(cell) === rate),
    at: `At ${formatRate(rate)} offered, the highest rate that every strategy here sustained, or the lowest offered. `,
  };
}

function rateOf(cell: CellSummary): number {
  return cell.load.loop === 'open' ? cell.load.offeredRatePerSec : 0;
}
