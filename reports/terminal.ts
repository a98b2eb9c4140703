import { styleText } from 'node:util';
import { describeAnswer } from './answer.ts';
import { CHAT_AID } from './chat-words.ts';
import { cleanStrings } from './clean-text.ts';
import { describeSelftest } from './describe-selftest.ts';
import { countOf, formatConfidence, listSome } from './format.ts';
import { groupExcluded } from './group-excluded.ts';
import { describeKnees } from './knee-text.ts';
import { MEMORY_AID } from './memory.ts';
import type { Report, ScenarioReport } from './report.ts';
import { isChat } from './scenario-table.ts';
import { describeSpread } from './spread-text.ts';
import { type Paint, renderTable } from './terminal-table.ts';
import { wrapText } from './wrap-text.ts';

export interface TerminalOptions {
  /** Whether to colour: the caller knows the stream and NO_COLOR. */
  readonly color: boolean;
  /** Columns of the terminal; 60 to 120 are used. */
  readonly width: number;
}

/** Tables that a person can read without a manual, doubts and what was left out beneath them. */
export function renderTerminal(report: Report, options: TerminalOptions): string {
  const { trials: _, ...rest } = report;
  const clean = { ...cleanStrings(rest), trials: [] };
  const width = usableWidth(options);
  const paint: Paint = (style, text) =>
    options.color ? styleText(style, text, { validateStream: false }) : text;
  const sections = [
    ...clean.scenarios.map((scenario) => renderScenario(scenario, width, paint)),
    renderReadingAid(clean, width, paint),
    renderWarnings(clean, width, paint),
    renderLeftOut(clean, width, paint),
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

/** Wider lines are hard to follow, and narrower tables say nothing. */
export function usableWidth({ width }: TerminalOptions): number {
  return Math.min(120, Math.max(60, Math.floor(width)));
}

function renderScenario(scenario: ScenarioReport, width: number, paint: Paint): string {
  const lines = [paint('bold', scenario.name)];
  if (scenario.question !== '') lines.push(...wrapText(scenario.question, width));
  for (const ranking of scenario.rankings) {
    const answer = wrapText(`→ ${describeAnswer(ranking)}`, width, '  ');
    lines.push(...answer.map((line) => paint('green', line)));
  }
  if (scenario.knees !== null) lines.push(...wrapText(describeKnees(scenario.knees), width, '  '));
  const spread = describeSpread(scenario.cells);
  if (spread !== null) lines.push(...wrapText(spread, width, '  '));
  return [...lines, '', renderTable(scenario, width, paint)].join('\n');
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
    ...groupExcluded(report.excluded).map(
      (group) =>
        `${group.cell}: ${countOf(group.trials.length, 'trial')} ${group.status}: ${group.reason}`,
    ),
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
