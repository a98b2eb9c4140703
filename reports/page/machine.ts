import type { RunHeader } from '../../results/run-header.ts';
import { countOf, formatBytes, formatTime } from '../text/format.ts';
import { describeSelftest } from '../words/describe-selftest.ts';
import { escapeHtml } from './escape-html.ts';
import { left, renderTable, wrapped } from './table.ts';

/** Where it was measured, and what the harness said of itself there. */

/** What the number of the server's CPUs means for the comparison. */
export function describeCpus(serverCpus: number): string {
  if (serverCpus === 1) {
    return 'The server had 1 CPU: on one CPU a model that uses several cannot win by them. What it costs to have them shows; what they are worth does not.';
  }
  if (serverCpus === 0) return 'The server was not confined to any CPUs.';
  return `The server had ${serverCpus} CPUs: a model that runs on one thread can use only one of them.`;
}

export function renderSelftest(header: RunHeader): string {
  const told = `<h3>Was the harness right?</h3>\n<p>${markCommands(escapeHtml(describeSelftest(header)))}</p>`;
  const { selftest } = header;
  if (selftest === undefined || selftest.checks.length === 0) return told;
  const table = renderTable(
    'The selftest measures servers whose true answer is known.',
    [left('check'), left('verdict'), wrapped('why')],
    selftest.checks.map(({ name, verdict, reason }) => ({ cells: [name, verdict, reason ?? ''] })),
  );
  return `${told}\n${table}`;
}

/** What a terminal shows between backticks. */
function markCommands(html: string): string {
  return html.replaceAll(/`([^`]+)`/g, '<code>$1</code>');
}

function formatLimit(limit: number | null): string {
  return limit === null ? 'not known' : limit.toLocaleString('en-US');
}

export function renderMachine(header: RunHeader): string {
  const { environment, placement, work } = header;
  const facts: readonly (readonly [string, string])[] = [
    ['CPU', `${environment.cpuModel}, ${countOf(environment.cpus, 'CPU')} seen by the system`],
    ['CPU quota', environment.cpuQuota === null ? 'none' : `${environment.cpuQuota} CPUs`],
    ['Frequency governor', environment.governor ?? 'not known'],
    ['Memory', formatBytes(environment.memoryBytes)],
    ['System', `${environment.platform} ${environment.kernel}, ${environment.arch}`],
    ['Node.js', `${environment.node} (V8 ${environment.v8}, libuv ${environment.libuv})`],
    ['Echosounder', `${environment.echosounder}, commit ${environment.commit ?? 'not known'}`],
    ['Longest listen queue (somaxconn)', formatLimit(environment.somaxconn)],
    ['Open files allowed', formatLimit(environment.openFilesMax)],
    [
      'Placement',
      `server on CPU ${placement.serverCpus.join(', ') || 'any'}, load on CPU ${placement.loadCpus.join(', ') || 'any'}, ${placement.pinned ? 'pinned' : 'not pinned'}. ${placement.note}`,
    ],
    ...(work === null
      ? []
      : ([
          [
            'Work per message',
            `${work.rounds.toLocaleString('en-US')} rounds, about ${formatTime(work.targetNs)}`,
          ],
        ] as const)),
  ];
  const list = facts.map(
    ([name, value]) => `<dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd>`,
  );
  return `<h3>Machine and versions</h3>\n<dl>${list.join('\n')}</dl>`;
}
