import { gatherEvidence, NO_EVIDENCE } from '../../stats/scenario-evidence.ts';
import { assignStyles } from '../charts/series-style.ts';
import type { Report } from '../report.ts';
import { cleanStrings } from '../text/clean-text.ts';
import { countOf, formatMoment } from '../text/format.ts';
import { renderAnswerMatrix } from './answer-matrix.ts';
import { renderDownloads } from './downloads.ts';
import { escapeHtml } from './escape-html.ts';
import { renderFrame } from './frame.ts';
import { renderProgression } from './progression.ts';
import { renderScenario } from './scenario.ts';
import { isAlone, tellAnswer } from './tell-answer.ts';
import { renderTrust } from './trust.ts';
import { describeVerdict } from './verdict.ts';

/** The page of a run: the answer, the models, each question, the doubts. Everything from outside is escaped. */
export function renderHtml(unsafe: Report): string {
  const { trials, ...rest } = unsafe;
  const report = { ...cleanStrings(rest), trials };
  const labels = report.scenarios.flatMap((scenario) => scenario.cells.map((cell) => cell.label));
  const styles = assignStyles(labels);
  const evidence = unsafe.scenarios.map(({ cells }) => cleanStrings(gatherEvidence(cells, trials)));
  const scenarios = report.scenarios.map((scenario, index) =>
    renderScenario(scenario, index, styles, evidence[index] ?? NO_EVIDENCE, trials),
  );
  const models = renderProgression(report);
  return renderFrame({
    title: report.header.name,
    header: [renderHead(report)],
    main: [
      renderAnswer(report),
      // How a single server works is not what its measurement is about.
      ...(report.scenarios.every(isAlone) ? [...scenarios, models] : [models, ...scenarios]),
      renderTrust(report),
      renderDownloads(unsafe),
    ],
    footer: `Echosounder ${report.header.environment.echosounder}`,
  });
}

function renderHead({ header, trials }: Report): string {
  const complete = trials.filter((trial) => trial.status === 'complete').length;
  const facts = [
    formatMoment(header.startedAt),
    header.environment.cpuModel,
    `Node.js ${header.environment.node}`,
    `${complete} of ${countOf(trials.length, 'trial')} complete`,
  ].join(' · ');
  return [
    `<h1>${escapeHtml(header.name)}</h1>`,
    `<p class="soft">${escapeHtml(facts)} · <a href="#trust">Can I trust it?</a> · <a href="#data">The data</a></p>`,
  ].join('\n');
}

/** What has to be on the first screen. */
function renderAnswer(report: Report): string {
  const { scenarios } = report;
  const doubts = listDoubts(report);
  const verdict = describeVerdict(report).map(
    ({ about, text }) => `<dt>${escapeHtml(about)}</dt><dd>${escapeHtml(text)}</dd>`,
  );
  const answers = scenarios.map((scenario, index) => {
    const told = tellAnswer(scenario);
    return `<li><a href="#s${index + 1}">${escapeHtml(scenario.question || scenario.name)}</a> ${escapeHtml(told)}</li>`;
  });
  const [only, ...others] = scenarios;
  const isOne = only !== undefined && others.length === 0 && isAlone(only);
  return [
    '<section aria-labelledby="answer"><h2 id="answer">The answer</h2>',
    isOne ? `<p class="answer">${escapeHtml(tellAnswer(only))}</p>` : '',
    `<dl class="verdict">${[...verdict, ...doubts].join('\n')}</dl>`,
    renderAnswerMatrix(report),
    isOne ? '' : `<ol class="answers">${answers.join('\n')}</ol>`,
    '</section>',
  ]
    .filter((part) => part !== '')
    .join('\n');
}

function listDoubts({ warnings, excluded, trials }: Report): readonly string[] {
  const links = [
    ...(warnings.length === 0
      ? []
      : [`<a href="#warnings">${countOf(warnings.length, 'kind')} of warning</a>`]),
    ...(excluded.length === 0
      ? []
      : [
          `<a href="#left-out">${excluded.length} of ${countOf(trials.length, 'trial')} left out</a>`,
        ]),
  ];
  return links.length === 0
    ? []
    : [`<dt>Doubts</dt><dd>${links.join(', ')}: read why before you decide.</dd>`];
}
