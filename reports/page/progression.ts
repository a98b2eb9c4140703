import type { CellSummary, MetricName } from '../../stats/cell-summary.ts';
import { reasonApart } from '../../stats/rank.ts';
import type { Report } from '../report.ts';
import { formatBytes, formatEstimate, formatTime } from '../text/format.ts';
import { keepUnits } from '../text/keep-units.ts';
import type { MemoryMetric } from '../words/memory.ts';
import { renderClientDots } from './client-dots.ts';
import { escapeHtml } from './escape-html.ts';
import { drawModel } from './model-diagram.ts';
import { findModel, teachingPlace } from './strategy-models.ts';

/** A card for each server: how it works, what it costs, what became of its clients. */
export function renderProgression(report: Report): string {
  const cards = pickCells(report);
  if (cards.length === 0) return '';
  const isKnown = cards.some(({ cell }) => findModel(cell.strategy) !== null);
  const title = cards.length > 1 ? 'The progression' : 'The server';
  return [
    `<section aria-labelledby="progression"><h2 id="progression">${title}</h2>`,
    cards.length > 1
      ? '<p>Who waits while somebody is served? Each model answers a question that the one before leaves open.</p>'
      : '',
    isKnown
      ? '<p class="soft">In the drawings a filled dot is a client that is being served, a ring one that waits; a thick frame is a process, a tinted box a thread, a turning arrow an event loop.</p>'
      : '',
    `<ul class="cards">${cards.map(renderCard).join('\n')}</ul></section>`,
  ]
    .filter((part) => part !== '')
    .join('\n');
}

interface Card {
  readonly cell: CellSummary;
  readonly memory: MemoryMetric | null;
}

/**
 * One cell for each server, from the scenario that has most of them, so that the cards can be
 * compared; what is not in that one is shown as it first appears.
 */
function pickCells({ scenarios }: Report): readonly Card[] {
  const width = ({ cells }: { cells: readonly CellSummary[] }) =>
    new Set(cells.map(({ label }) => label)).size;
  const wide = [...scenarios].sort((a, b) => width(b) - width(a));
  const picked = new Map<string, Card>();
  for (const { cells, memory } of wide) {
    for (const cell of cells) {
      const name = cell.strategy ?? cell.label;
      if (!picked.has(name)) picked.set(name, { cell, memory });
    }
  }
  return [...picked.values()].sort(
    (a, b) => teachingPlace(a.cell.strategy) - teachingPlace(b.cell.strategy),
  );
}

function renderCard({ cell, memory }: Card, index: number): string {
  const model = findModel(cell.strategy);
  const costs = listCosts(cell, memory);
  const how: readonly Term[] =
    model === null
      ? [['How it works', 'is not known here: it is no built-in strategy.']]
      : [
          ['Accepts', model.accepts],
          ['Serves', model.serves],
          ['Clients wait', model.waits],
        ];
  return [
    `<li class="card"><h3>${escapeHtml(cell.strategy ?? cell.label)}</h3>`,
    model === null ? '' : drawModel(model, `m${index + 1}`),
    renderTerms(how),
    renderClientDots(cell.connections),
    renderTerms(costs),
    cell.completeTrials === 0
      ? ''
      : `<p class="soft">Measured in ${escapeHtml(cell.scenario)}.</p>`,
    '</li>',
  ]
    .filter((part) => part !== '')
    .join('\n');
}

/** In parentheses where only some of the clients are behind a figure. */
function listCosts(cell: CellSummary, memory: MemoryMetric | null): readonly Term[] {
  const { metrics, connections, deliveries } = cell;
  if (cell.completeTrials === 0) return [['Measured', 'no complete trial']];
  const isApart = reasonApart(cell) !== null;
  const show = (metric: MetricName, format: (value: number) => string) => {
    const text = formatEstimate(metrics[metric], format);
    return isApart && metrics[metric] !== null ? `(${text})` : text;
  };
  const costs: Term[] = [
    deliveries === null
      ? ['CPU per message', show('cpuNsPerMessage', formatTime)]
      : ['CPU per delivery', show('cpuNsPerDelivery', formatTime)],
  ];
  const bytes = memory === null ? null : metrics[memory];
  if (memory !== null && bytes !== null) {
    const each = isApart ? '' : `, ${formatBytes(bytes.center / connections.served)} a client`;
    costs.push(['Memory', `${show(memory, formatBytes)}${each}`]);
  }
  if (metrics.firstReplyP50Ns !== null) {
    const times = `${show('firstReplyP50Ns', formatTime)}, the last ${show('firstReplyMaxNs', formatTime)}`;
    costs.push(['First reply after', times]);
  }
  return costs;
}

type Term = readonly [term: string, text: string];

function renderTerms(terms: readonly Term[]): string {
  if (terms.length === 0) return '';
  const rows = terms.map(
    ([term, text]) => `<dt>${escapeHtml(term)}</dt><dd>${escapeHtml(keepUnits(text))}</dd>`,
  );
  return `<dl>${rows.join('')}</dl>`;
}
