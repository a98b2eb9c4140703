import type { RunHeader } from '../../results/run-header.ts';
import { escapeHtml } from '../page/escape-html.ts';
import { left, renderTable, wrapped } from '../page/table.ts';
import { formatMoment } from '../text/format.ts';

/** Both runs beside each other: when, on what, of what, and how to repeat them. */
export function renderRuns(base: RunHeader, head: RunHeader): string {
  const facts: readonly (readonly [string, (run: RunHeader) => string])[] = [
    ['run', ({ id }) => id],
    ['experiment', ({ name }) => name],
    ['started', ({ startedAt }) => formatMoment(startedAt)],
    ['commit', ({ environment }) => environment.commit ?? 'not known'],
    ['CPU', ({ environment }) => `${environment.cpus} x ${environment.cpuModel}`],
    ['system', ({ environment }) => `${environment.platform} ${environment.kernel}`],
    ['Node.js', ({ environment }) => environment.node],
    ['Echosounder', ({ environment }) => environment.echosounder],
    ['repetitions', ({ repetitions }) => String(repetitions)],
    ['seed', ({ seed }) => String(seed)],
    ['repeat it', ({ command }) => command],
  ];
  return `<h3>Both runs</h3>\n${renderTable(
    'What each run was, as its folder has it.',
    [left('of the run'), wrapped('base'), wrapped('head')],
    facts.map(([name, read]) => ({ cells: [name, read(base), read(head)] })),
  )}`;
}

/** The heading and its lines, or what is said where there are none. */
export function renderLines(heading: string, lines: readonly string[], none: string): string {
  const items = lines.map((line) => `<li>${escapeHtml(line)}</li>`);
  return `<h3>${escapeHtml(heading)}</h3>\n${items.length === 0 ? `<p>${escapeHtml(none)}</p>` : `<ul>${items.join('\n')}</ul>`}`;
}
