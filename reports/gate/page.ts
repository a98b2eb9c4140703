import type { GateMetric } from '../../results/gate-order.ts';
import type { GateResult } from '../../results/gate-result.ts';
import type { RunHeader } from '../../results/run-header.ts';
import { escapeHtml } from '../page/escape-html.ts';
import { foldTable } from '../page/fold-table.ts';
import { renderFrame } from '../page/frame.ts';
import { renderMachine, renderSelftest } from '../page/machine.ts';
import { type HtmlCell, left, renderTable, right, wrapped } from '../page/table.ts';
import { cleanStrings } from '../text/clean-text.ts';
import { countOf, formatMoment, formatRate, NOTHING } from '../text/format.ts';
import { explainMethod, explainVerdict } from './meaning.ts';
import { renderMetric } from './page-metric.ts';
import { renderOverview } from './page-overview.ts';
import { describeRefused } from './refused-pairs.ts';
import {
  describeMeasured,
  describeNoise,
  describeVerdict,
  dropUnmeasuredAdvice,
  repeatCommand,
  replayCommand,
  sortByUrgency,
} from './words.ts';

/**
 * A gate as one file that opens offline: the verdict and what it means, then a plot and a table for
 * each metric, then what weakens them and how to repeat it.
 */
export function renderGatePage(unsafe: GateResult, unsafeHeader: RunHeader): string {
  const result = cleanStrings(unsafe);
  const header = cleanStrings(unsafeHeader);
  const tests = sortByUrgency(dropUnmeasuredAdvice(result.tests));
  const byMetric = Map.groupBy(tests, ({ metric }) => metric);
  const metrics = METRIC_ORDER.filter((metric) => byMetric.has(metric));
  return renderFrame({
    title: `${result.verdict.toUpperCase()}: ${header.name}`,
    header: [renderHead(result, header)],
    main: [
      renderOverview(tests, metrics),
      ...metrics.map((metric) => renderMetric(metric, byMetric.get(metric) ?? [])),
      '<h2 id="trust">Can I trust it?</h2>',
      renderCells(result),
      renderRefused(result),
      `<h3>Noise floor</h3>\n${paragraph(describeNoise(result))}`,
      renderSelftest(header),
      renderMachine(header),
      ['<h3>How it was decided</h3>', ...explainMethod(result).map(paragraph)].join('\n'),
      renderRepeating(result),
    ],
    footer: `Echosounder ${header.environment.echosounder}`,
  });
}

const METRIC_ORDER: readonly GateMetric[] = ['cpu-per-message', 'capacity', 'p50', 'p99'];

function renderHead(result: GateResult, { name, startedAt, environment }: RunHeader): string {
  const facts = [
    formatMoment(startedAt),
    environment.cpuModel,
    `Node.js ${environment.node}`,
    describeMeasured(result),
  ].join(' · ');
  const { refused } = result;
  return [
    `<h1>${escapeHtml(name)}</h1>`,
    `<p class="answer ${result.verdict}">${escapeHtml(describeVerdict(result))}</p>`,
    paragraph(explainVerdict(result)),
    `<p class="soft">${escapeHtml(facts)}</p>`,
    refused.length === 0
      ? ''
      : `<p><a href="#refused">${countOf(refused.length, 'trial')} refused</a>: the host or the load spoiled them.</p>`,
  ].join('\n');
}

/** What is particular about each cell. */
function renderCells({ cells }: GateResult): string {
  const rate = (perSec: number | null): HtmlCell => ({
    text: perSec === null ? NOTHING : formatRate(perSec),
    order: perSec,
  });
  const table = renderTable(
    'Both sides of a cell are asked for the same rate, half of what base answers where the client can offer that.',
    [
      left('cell'),
      right('base’s capacity'),
      right('offered'),
      right('pairs used'),
      wrapped('note'),
    ],
    cells.map(({ name, baseCapacityPerSec, offeredRatePerSec, pairs, notes, ...cell }) => ({
      cells: [
        name,
        rate(baseCapacityPerSec),
        rate(offeredRatePerSec),
        { text: String(pairs), order: pairs },
        [
          ...(cell.obstacle === null ? [] : [`base can’t be measured: ${cell.obstacle}`]),
          ...(cell.failure === null
            ? []
            : [`${cell.failure.side} failed in pair ${cell.failure.pair}: ${cell.failure.reason}`]),
          ...notes,
        ].join('; '),
      ],
    })),
  );
  return `<h3>Cells</h3>\n${foldTable(table, cells.length)}`;
}

function renderRefused(result: GateResult): string {
  const [title = '', ...lines] = describeRefused(result);
  const items = lines.map((line) => `<li>${escapeHtml(line.trim())}</li>`);
  return [
    '<h3 id="refused">Refused pairs</h3>',
    paragraph(title),
    ...(items.length === 0 ? [] : [`<ul>${items.join('\n')}</ul>`]),
  ].join('\n');
}

function renderRepeating(result: GateResult): string {
  const command = repeatCommand(result);
  return [
    '<h3>Repeat it</h3>',
    ...(command === null ? [] : [`<pre tabindex="0">${escapeHtml(command)}</pre>`]),
    `<p>Seed ${result.seed}, run <code>${escapeHtml(result.run)}</code>. Its folder has every trial in <code>trials.jsonl</code>; <code>${escapeHtml(replayCommand(result))}</code> finds the same verdict again from them, and writes this page with <code>--html FILE</code>.</p>`,
  ].join('\n');
}

function paragraph(text: string): string {
  return `<p>${escapeHtml(text)}</p>`;
}
