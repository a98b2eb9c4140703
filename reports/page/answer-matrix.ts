import type { Ranking } from '../../stats/rank.ts';
import type { Report, ScenarioReport } from '../report.ts';
import { formatRate } from '../text/format.ts';
import { escapeHtml } from './escape-html.ts';
import { findStandings, type Standing } from './standing.ts';
import { findModel, teachingPlace } from './strategy-models.ts';

/**
 * Every server's standing in every question at one look; nothing for a single server. Words and
 * shapes carry it, colour only helps.
 */
export function renderAnswerMatrix({ scenarios }: Report): string {
  const servers = listServers(scenarios);
  if (servers.length < 2) return '';
  const standings = scenarios.map(findStandings);
  const heads = scenarios.map(
    (scenario, index) =>
      `<th scope="col"><a href="#s${index + 1}">${escapeHtml(scenario.name)}</a><span>${escapeHtml(describeMeasures(scenario.rankings))}</span></th>`,
  );
  const rows = servers.map(({ label, gist }) => {
    const cells = standings.map((each) => renderCell(each.get(label) ?? []));
    return `<tr><th scope="row">${escapeHtml(label)}<span>${escapeHtml(gist)}</span></th>${cells.join('')}</tr>`;
  });
  const caption = 'Where each server stands in each question';
  return [
    `<div class="scroll" tabindex="0" role="group" aria-label="${caption}"><table class="matrix">`,
    `<caption><span>Medians over trials, ± the interval. <b>Tied</b>: trials cannot tell them apart. <b>No claim</b>: under five sound trials, here or of a better median. <b>Dashed</b>: not ranked, for the reason beneath. –: not asked.</span></caption>`,
    `<thead><tr><th scope="col">server</th>${heads.join('')}</tr></thead>`,
    `<tbody>${rows.join('\n')}</tbody></table></div>`,
  ].join('\n');
}

interface Server {
  readonly label: string;
  readonly gist: string;
}

/** In teaching order; those of the user's own behind, as the experiment has them. */
function listServers(scenarios: readonly ScenarioReport[]): readonly Server[] {
  const cells = scenarios.flatMap((scenario) => scenario.cells);
  const byLabel = new Map(cells.map((cell) => [cell.label, cell.strategy]));
  return [...byLabel]
    .sort(([, a], [, b]) => teachingPlace(a) - teachingPlace(b))
    .map(([label, strategy]) => ({ label, gist: findModel(strategy)?.gist ?? '' }));
}

function describeMeasures(rankings: readonly Ranking[]): string {
  return rankings.map(describeMeasure).join('; ');
}

function describeMeasure({ metric, blockBytes, commonRatePerSec }: Ranking): string {
  switch (metric) {
    case 'throughput':
      return blockBytes === null ? 'messages per second' : 'bytes per second';
    case 'cpu-per-message':
      return 'least CPU per message';
    case 'cpu-per-delivery':
      return 'least CPU per delivery';
    case 'sustained-rate':
      return commonRatePerSec === null
        ? 'highest rate kept'
        : `highest rate kept, p99 at ${formatRate(commonRatePerSec)}`;
  }
}

function renderCell(standings: readonly Standing[]): string {
  if (standings.length === 0) return '<td class="none">–</td>';
  const marks = standings.map(
    ({ kind, word, detail }) =>
      `<b class="mark ${kind}">${escapeHtml(word)}</b><span class="detail">${escapeHtml(detail)}</span>`,
  );
  return `<td>${marks.join('')}</td>`;
}
