import type { RunHeader } from '../../results/run-header.ts';
import { CHAT_AID } from '../chat-words.ts';
import { describeSelftest } from '../describe-selftest.ts';
import { countOf, formatBytes, formatConfidence, formatTime, listSome } from '../format.ts';
import { groupExcluded } from '../group-excluded.ts';
import type { Report } from '../report.ts';
import { isChat } from '../scenario-table.ts';
import { escapeHtml } from './escape-html.ts';
import { left, renderTable, wrapped } from './table.ts';

/** What the figures have to be read with: doubts, gaps, machine, method. */

export function renderWarnings(report: Report): string {
  if (report.warnings.length === 0) {
    return '<h2 id="warnings">Warnings</h2><p>None: no trial raised one.</p>';
  }
  const items = report.warnings.map(
    (warning) =>
      `<div class="warning"><p><strong>${escapeHtml(warning.code)}</strong> in ${countOf(warning.trials, 'trial')} of ${escapeHtml(listSome(warning.cells, 5))}: ${escapeHtml(warning.example)}</p><p>${escapeHtml(warning.advice)}</p></div>`,
  );
  return `<h2 id="warnings">Warnings</h2>\n${items.join('\n')}`;
}

export function renderLeftOut(report: Report): string {
  const rows = [
    ...groupExcluded(report.excluded).map((group) => [
      group.cell,
      `${countOf(group.trials.length, 'trial')} ${group.status}`,
      group.reason,
    ]),
    ...report.header.leftOut.map((each) => [each.cell, 'not run', each.reason]),
    ...report.missing.map((cell) => [cell, 'no trial recorded', 'the run ended before its turn']),
    ...report.problems.map((each) => [
      each.line === null ? each.file : `${each.file}, line ${each.line}`,
      'not read',
      each.message,
    ]),
  ];
  if (rows.length === 0) return '<h2>Left out</h2><p>Nothing: every trial is complete.</p>';
  return `<h2>Left out</h2>\n${renderTable(
    'Not in any figure on this page.',
    [left('cell'), left('what'), wrapped('why')],
    rows.map((cells) => ({ cells })),
  )}`;
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
    ['Longest listen queue (somaxconn)', String(environment.somaxconn ?? 'not known')],
    ['Open files allowed', String(environment.openFilesMax ?? 'not known')],
    [
      'Placement',
      `server on CPU ${placement.serverCpus.join(', ') || 'any'}, load on CPU ${placement.loadCpus.join(', ') || 'any'}, ${placement.pinned ? 'pinned' : 'not pinned'}. ${placement.note}`,
    ],
    ...(work === null
      ? []
      : ([
          ['Work per message', `${work.rounds} rounds, about ${formatTime(work.targetNs)}`],
        ] as const)),
  ];
  const list = facts.map(
    ([name, value]) => `<dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd>`,
  );
  return `<h2>Machine</h2>\n<p>${escapeHtml(describeCpus(placement.serverCpus.length))}</p>\n<p>${escapeHtml(describeSelftest(header))}</p>\n<dl>${list.join('\n')}</dl>`;
}

/** What the number of the server's CPUs means for the comparison. */
export function describeCpus(serverCpus: number): string {
  if (serverCpus === 1) {
    return 'The server had 1 CPU: on one CPU a model that uses several cannot win by them. What it costs to have them shows; what they are worth does not.';
  }
  if (serverCpus === 0) return 'The server was not confined to any CPUs.';
  return `The server had ${serverCpus} CPUs: a model that runs on one thread can use only one of them.`;
}

export function renderMethod(report: Report): string {
  const { header } = report;
  const estimates = report.scenarios
    .flatMap((scenario) => scenario.cells)
    .map((cell) => cell.metrics.throughputPerSec?.interval?.confidence)
    .filter((confidence) => confidence !== undefined);
  const interval =
    estimates.length === 0
      ? 'No cell has five complete trials, so no interval is given and no order is claimed.'
      : `The interval runs from one of the ordered values of the trials to another; whatever the distribution, it holds the true median with at least ${formatConfidence(Math.min(...estimates))} here (five trials: smallest to largest, 93.75 %).`;
  const paragraphs = [
    `<strong>A trial</strong> is a fresh server process and fresh clients: warm-up, measurement, drain. Every cell had ${countOf(header.repetitions, 'repetition')}, in a random order drawn from the seed, so that a disturbance does not hit one strategy alone. Server and load are different processes.`,
    '<strong>Three times per message.</strong> Intended start: when the schedule wanted it sent. Actual send. Receive. <em>Response time</em> runs from the intended start, <em>service time</em> from the actual send. When a server stalls, the messages that should have been sent meanwhile are late: response time shows that, service time hides it.',
    '<strong>Closed loop:</strong> a client sends its next message after the reply; a slow server is asked less. <strong>Open loop:</strong> messages leave on a schedule, whatever came back, as independent users do.',
    '<strong>Starved</strong> connections never had a reply while others were served: they wait in the listen queue. They, and messages unanswered at the end, count with the time they had already waited. A server that serves 1 of 64 clients fast is not a fast server, so it has no place in a ranking.',
    ...(report.scenarios.some(isChat)
      ? [
          `<strong>Chat.</strong> ${escapeHtml(CHAT_AID)} Members that stop reading on purpose are owed nothing that is waited for; a server may disconnect them. A single delivery that is lost, doubled, in the wrong order or in the wrong room ends a trial.`,
        ]
      : []),
    `<strong>Figures are medians over trials</strong>, because messages within a trial are not independent. ${interval} Strategies are told apart by pairs of trials of the same repetition (exact signed-rank test); those that cannot be share a place. Curves come from histograms added up; percentiles are never averaged.`,
    'Every reply was compared byte by byte with what was sent. A trial with one wrong byte, or one that failed the checks on the host and on the load, is left out and listed.',
  ];
  return [
    '<h2>Method</h2>',
    ...paragraphs.map((paragraph) => `<p>${paragraph}</p>`),
    '<h2>Repeat it</h2>',
    `<pre>${escapeHtml(header.command)}</pre>`,
    `<p>Seed ${header.seed}, run <code>${escapeHtml(header.id)}</code>. The trials are in <code>trials.jsonl</code>, the configuration in <code>run.json</code>, beside this file.</p>`,
  ].join('\n');
}
