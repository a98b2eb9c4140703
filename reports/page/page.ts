import { describeAnswer } from '../answer.ts';
import { assignStyles } from '../charts/series-style.ts';
import { cleanStrings } from '../clean-text.ts';
import { countOf, formatMoment } from '../format.ts';
import type { Report } from '../report.ts';
import {
  describeCpus,
  renderLeftOut,
  renderMachine,
  renderMethod,
  renderWarnings,
} from './context.ts';
import { escapeHtml } from './escape-html.ts';
import { renderFrame } from './frame.ts';
import { renderScenario } from './scenario.ts';

/** The page of a run. Everything from outside is escaped. */
export function renderHtml(unsafe: Report): string {
  const { trials, ...rest } = unsafe;
  const report = { ...cleanStrings(rest), trials };
  const labels = report.scenarios.flatMap((scenario) => scenario.cells.map((cell) => cell.label));
  const styles = assignStyles(labels);
  return renderFrame({
    title: report.header.name,
    header: [renderHead(report)],
    main: [
      ...report.scenarios.map((scenario, index) => renderScenario(scenario, index, styles)),
      renderWarnings(report),
      renderLeftOut(report),
      renderMachine(report.header),
      renderMethod(report),
    ],
    footer: `Echosounder ${report.header.environment.echosounder}`,
  });
}

function renderHead({ header, scenarios, trials, warnings }: Report): string {
  const complete = trials.filter((trial) => trial.status === 'complete').length;
  const facts = [
    formatMoment(header.startedAt),
    header.environment.cpuModel,
    `Node.js ${header.environment.node}`,
    `${complete} of ${countOf(trials.length, 'trial')} complete`,
  ].join(' · ');
  const answers = scenarios.flatMap((scenario, index) =>
    scenario.rankings.map(
      (ranking) =>
        `<li><a href="#s${index + 1}">${escapeHtml(scenario.name)}</a>: ${escapeHtml(describeAnswer(ranking))}</li>`,
    ),
  );
  const doubts =
    warnings.length === 0
      ? ''
      : `<p><a href="#warnings">${countOf(warnings.length, 'kind')} of warning</a>: read them before you decide.</p>`;
  return [
    `<h1>${escapeHtml(header.name)}</h1>`,
    `<p class="soft">${escapeHtml(facts)}</p>`,
    `<ul>${answers.join('\n')}</ul>`,
    `<p>${escapeHtml(describeCpus(header.placement.serverCpus.length))}</p>`,
    doubts,
  ].join('\n');
}
