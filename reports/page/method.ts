import type { Report } from '../report.ts';
import { isChat } from '../scenario-table.ts';
import { countOf, formatConfidence } from '../text/format.ts';
import { CHAT_AID } from '../words/chat-aid.ts';
import { escapeHtml } from './escape-html.ts';

/** How it was measured, in plain words. */
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
    '<h3>How it was measured</h3>',
    ...paragraphs.map((paragraph) => `<p>${paragraph}</p>`),
  ].join('\n');
}

/** What it takes to measure it again. */
export function renderRepeat({ header }: Report): string {
  const commit = header.environment.commit;
  const from =
    commit === null ? '' : ` In a checkout of commit <code>${escapeHtml(commit)}</code>:`;
  return [
    `<h3>Repeat it</h3>\n<p>The seed, ${header.seed}, gives the same order of trials and the same arrivals.${from}</p>`,
    `<pre tabindex="0">${escapeHtml(header.command)}</pre>`,
    `<p>This was run <code>${escapeHtml(header.id)}</code>. Its trials are in <code>trials.jsonl</code>, its configuration in <code>run.json</code>, beside this file where it was written.</p>`,
  ].join('\n');
}
