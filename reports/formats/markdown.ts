import type { Report, ScenarioReport } from '../report.ts';
import { chooseColumns, isChat, tabulate } from '../scenario-table.ts';
import { cleanStrings } from '../text/clean-text.ts';
import { code, escapeMarkdown } from '../text/escape-markdown.ts';
import { countOf, formatMoment, listSome } from '../text/format.ts';
import { drawMarkdownTable } from '../text/markdown-table.ts';
import { describeAnswer } from '../words/answer.ts';
import { CHAT_AID } from '../words/chat-aid.ts';
import { groupExcluded } from '../words/group-excluded.ts';
import { describeKnees } from '../words/knee-text.ts';
import { MEMORY_AID } from '../words/memory.ts';
import { describeSpread } from '../words/spread-text.ts';

/** For pull requests and job summaries (GitHub Flavored Markdown). */
export function renderMarkdown(report: Report): string {
  const { trials: _, ...rest } = report;
  const clean = { ...cleanStrings(rest), trials: [] };
  const { header } = clean;
  const sections = [
    `# ${escapeMarkdown(header.name)}`,
    `${formatMoment(header.startedAt)}, ${escapeMarkdown(header.environment.cpuModel)}, ${countOf(header.placement.serverCpus.length, 'CPU')} for the server, Node.js ${escapeMarkdown(header.environment.node)}, seed ${header.seed}. Repeat it: ${code(header.command)}`,
    ...clean.scenarios.map(renderScenario),
    clean.scenarios.some(isChat) ? escapeMarkdown(CHAT_AID) : '',
    renderMemoryAid(clean),
    renderWarnings(clean),
    renderLeftOut(clean),
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

function renderScenario(scenario: ScenarioReport): string {
  const columns = chooseColumns(scenario);
  const rows = tabulate(scenario, { spread: true, apart: true });
  const table = drawMarkdownTable(
    columns.map(({ title, right }) => (right ? { right: title } : title)),
    rows.map(({ texts }) => columns.map(({ id }) => escapeMarkdown(texts[id]))),
  );
  return [
    `## ${escapeMarkdown(scenario.name)}`,
    escapeMarkdown(scenario.question),
    ...scenario.rankings.map((ranking) => `**${escapeMarkdown(describeAnswer(ranking))}**`),
    scenario.knees === null ? '' : escapeMarkdown(describeKnees(scenario.knees)),
    escapeMarkdown(describeSpread(scenario.cells) ?? ''),
    table,
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function renderMemoryAid({ scenarios }: Report): string {
  const memory = scenarios[0]?.memory ?? null;
  return memory === null ? '' : escapeMarkdown(MEMORY_AID[memory]);
}

function renderWarnings(report: Report): string {
  if (report.warnings.length === 0) return '';
  const lines = report.warnings.map(
    (warning) =>
      `- **${escapeMarkdown(warning.code)}** (${countOf(warning.trials, 'trial')}: ${escapeMarkdown(listSome(warning.cells, 3))}): ${escapeMarkdown(warning.example)}. ${escapeMarkdown(warning.advice)}`,
  );
  return ['## Warnings', lines.join('\n')].join('\n\n');
}

function renderLeftOut(report: Report): string {
  const lines = [
    ...groupExcluded(report.excluded).map(
      (group) =>
        `- ${escapeMarkdown(group.cell)}: ${countOf(group.trials.length, 'trial')} ${group.status}: ${escapeMarkdown(group.reason)}`,
    ),
    ...report.header.leftOut.map(
      (each) => `- ${escapeMarkdown(each.cell)}: not run: ${escapeMarkdown(each.reason)}`,
    ),
    ...report.missing.map((cell) => `- ${escapeMarkdown(cell)}: no trial was recorded`),
    ...report.problems.map(
      (each) =>
        `- ${escapeMarkdown(each.file)} line ${each.line ?? '?'}: ${escapeMarkdown(each.message)}`,
    ),
  ];
  if (lines.length === 0) return '';
  return ['## Left out of every figure above', lines.join('\n')].join('\n\n');
}
