import type { Report, ScenarioReport } from '../report.ts';
import { isChat } from '../scenario-table.ts';
import { cleanStrings } from '../text/clean-text.ts';
import { countOf, formatConfidence, listSome } from '../text/format.ts';
import { createPaint, type Paint } from '../text/paint.ts';
import { wrapText } from '../text/wrap-text.ts';
import { describeAnswer, describeLead } from '../words/answer.ts';
import { CHAT_AID } from '../words/chat-aid.ts';
import { describeSelftest } from '../words/describe-selftest.ts';
import { type ExcludedGroup, groupExcluded } from '../words/group-excluded.ts';
import { describeKnees } from '../words/knee-text.ts';
import { MEMORY_AID } from '../words/memory.ts';
import { describeSpread } from '../words/spread-text.ts';
import { renderTable } from './terminal-table.ts';

export interface TerminalOptions {
  /** Whether to colour: the caller knows the stream and NO_COLOR. */
  readonly color: boolean;
  /** Columns of the terminal; 40 to 120 are used. */
  readonly width: number;
}

/** The answers, the tables that they come from, then doubts and what was left out. */
export function renderTerminal(report: Report, options: TerminalOptions): string {
  const { trials: _, ...rest } = report;
  const clean = { ...cleanStrings(rest), trials: [] };
  const width = usableWidth(options);
  const paint = createPaint(options.color);
  const hasFigures = clean.scenarios.some(isMeasured);
  const sections = [
    hasFigures ? renderAnswers(clean, width, paint) : renderNothing(clean, width, paint),
    ...(hasFigures ? renderFigures(clean, width, paint) : []),
    renderWarnings(clean, width, paint),
    renderLeftOut(clean, width, paint),
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

/** Wider lines are hard to follow, and narrower tables say nothing. */
export function usableWidth({ width }: TerminalOptions): number {
  return Math.min(120, Math.max(40, Math.floor(width)));
}

function renderFigures(report: Report, width: number, paint: Paint): readonly string[] {
  return [
    ...report.scenarios.map((scenario) => renderScenario(scenario, width, paint)),
    renderReadingAid(report, width, paint),
  ];
}

function isMeasured({ cells }: ScenarioReport): boolean {
  return cells.some((cell) => cell.completeTrials > 0);
}

/** One line for each question, where there are several: the tables beneath fill more than a screen. */
function renderAnswers({ scenarios }: Report, width: number, paint: Paint): string {
  if (scenarios.length < 2) return '';
  const lines = scenarios.flatMap((scenario) => {
    const answers = isMeasured(scenario)
      ? scenario.rankings.map(describeLead)
      : [describeUnmeasured(scenario)];
    return answers.map((answer) => wrapText(`${scenario.name} → ${answer}`, width, '  '));
  });
  return [paint('bold', 'Answers'), ...lines.flat()].join('\n');
}

/** What to do when a run has no figure at all. */
function renderNothing({ scenarios, excluded }: Report, width: number, paint: Paint): string {
  const wasCutShort = scenarios.length === 0;
  const what = wasCutShort
    ? 'the run ended before its first trial did.'
    : `not one of ${countOf(excluded.length, 'trial')} could be used.`;
  const advice = wasCutShort
    ? 'Run it again, and let it come to its end.'
    : 'The reasons are beneath. `echosounder doctor` tells what on this machine spoils a measurement.';
  return [
    ...wrapText(`Nothing was measured: ${what}`, width, '  ').map((line) => paint('yellow', line)),
    ...wrapText(`→ ${advice}`, width - 2, '  ').map((line) => `  ${line}`),
  ].join('\n');
}

function renderScenario(scenario: ScenarioReport, width: number, paint: Paint): string {
  const lines = [paint('bold', scenario.name)];
  if (scenario.question !== '') lines.push(...wrapText(scenario.question, width));
  if (!isMeasured(scenario)) {
    const told = wrapText(`No figures: ${describeUnmeasured(scenario)}`, width, '  ');
    return [...lines, ...told.map((line) => paint('yellow', line))].join('\n');
  }
  for (const ranking of scenario.rankings) {
    const answer = wrapText(`→ ${describeAnswer(ranking)}`, width, '  ');
    lines.push(...answer.map((line) => paint('green', line)));
  }
  if (scenario.knees !== null) lines.push(...wrapText(describeKnees(scenario.knees), width, '  '));
  const spread = describeSpread(scenario.cells);
  if (spread !== null) lines.push(...wrapText(spread, width, '  '));
  return [...lines, '', renderTable(scenario, width, paint)].join('\n');
}

function describeUnmeasured({ cells }: ScenarioReport): string {
  return `no trial of ${countOf(cells.length, 'cell')} could be used, for the reasons beneath.`;
}

function describeExcluded({ cell, trials, status, reason }: ExcludedGroup): string {
  return `${cell}: ${countOf(trials.length, 'trial')} ${status}: ${reason}`;
}

function renderReadingAid(report: Report, width: number, paint: Paint): string {
  const confidences = report.scenarios
    .flatMap((scenario) => scenario.cells)
    .map((cell) => cell.metrics.throughputPerSec?.interval?.confidence)
    .filter((confidence) => confidence !== undefined);
  const memory = report.scenarios[0]?.memory ?? null;
  const lines = [
    'Medians over the complete trials; times are response times. In parentheses: figures of the few that were served, not to be compared with the others.',
    confidences.length === 0
      ? 'Fewer than five trials a cell: no intervals, and no claim about who is faster.'
      : `±: an interval for the median that holds it with ${formatConfidence(Math.min(...confidences))} or more. 2=: shares second place: trial by trial it cannot be told apart from the first that has it.`,
    ...(report.scenarios.some(isChat) ? [CHAT_AID] : []),
    ...(memory === null ? [] : [MEMORY_AID[memory]]),
    describeSelftest(report.header),
  ];
  return lines
    .flatMap((line) => wrapText(line, width))
    .map((line) => paint('dim', line))
    .join('\n');
}

function renderWarnings(report: Report, width: number, paint: Paint): string {
  if (report.warnings.length === 0) return '';
  const lines = report.warnings.flatMap((warning) => [
    ...wrapText(
      `${warning.code} (${countOf(warning.trials, 'trial')}: ${listSome(warning.cells, 3)}): ${warning.example}`,
      width,
      '  ',
    ).map((line) => paint('yellow', line)),
    ...wrapText(`→ ${warning.advice}`, width - 2, '  ').map((line) => `  ${line}`),
  ]);
  return [paint('bold', 'Warnings'), ...lines].join('\n');
}

function renderLeftOut(report: Report, width: number, paint: Paint): string {
  const lines = [
    ...groupExcluded(report.excluded).map(describeExcluded),
    ...report.header.leftOut.map((each) => `${each.cell}: not run: ${each.reason}`),
    ...report.missing.map((cell) => `${cell}: no trial was recorded`),
    ...report.problems.map(
      (each) => `${each.file}${each.line === null ? '' : ` line ${each.line}`}: ${each.message}`,
    ),
  ];
  if (lines.length === 0) return '';
  return [
    paint('bold', 'Left out of every figure above'),
    ...lines.flatMap((line) => wrapText(line, width, '  ')),
  ].join('\n');
}
