import { Command } from 'commander';
import type { ReportFormat } from '../reports/formats/registry.ts';
import { buildReport } from '../reports/report.ts';
import { renderTerminal } from '../reports/terminal/terminal.ts';
import { readRun } from '../results/read-run.ts';
import { describeLack, judgeReport } from './judge-report.ts';
import { refuseTwoOnStandardOutput } from './options/check-options.ts';
import { complain } from './output/complain.ts';
import { refuseUnwritable } from './output/refuse-unwritable.ts';
import { tableOutput } from './output/table-output.ts';
import { writeOutputs } from './output/write-output.ts';

/** Written out, because the help must not load a chart library. */
const FORMATS = Object.keys({
  html: true,
  markdown: true,
  csv: true,
  json: true,
  junit: true,
  hgrm: true,
} satisfies Record<ReportFormat, true>) as ReportFormat[];

const HELP = `
A run that was cut short is rendered as far as it came, and said to be incomplete.

Exit codes: 0, or 3 where a cell of the run has no trial that can be used, as the run itself had.`;

export function describeReport(): Command {
  const command = new Command('report')
    .description('renders the results of a run again; without options, as a table')
    .argument('<run>', 'folder of the run')
    .addHelpText('after', HELP)
    .action(report);
  for (const format of FORMATS) {
    command.option(`--${format} <file>`, `write ${format} to a file, - for standard output`);
  }
  return command;
}

type ReportOptions = Readonly<Partial<Record<ReportFormat, string>>>;

async function report(folder: string, options: ReportOptions): Promise<void> {
  refuseTwoOnStandardOutput(options);
  refuseUnwritable(Object.values(options));
  const report = buildReport(await readRun(folder));
  process.exitCode = judgeReport(report);
  const asked = FORMATS.filter((format) => options[format] !== undefined);
  if (asked.length === 0) {
    return await writeOutputs(tableOutput(false, (shown) => renderTerminal(report, shown)));
  }
  const { REPORTERS } = await import('../reports/formats/registry.ts');
  await writeOutputs(
    asked.map((format) => ({
      destination: options[format] ?? '-',
      render: () => REPORTERS[format](report),
    })),
  );
  // The table would have said so; whoever writes files alone does not see them yet.
  const lack = describeLack(report);
  if (lack !== null) await complain(`${folder} is rendered as it is: ${lack}`);
}
