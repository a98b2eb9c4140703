import { Command } from 'commander';
import { REPORTERS } from '../reports/registry.ts';
import { buildReport, type Reporter } from '../reports/report.ts';
import { renderTerminal } from '../reports/terminal.ts';
import { readRun } from '../results/read-run.ts';
import { describeTerminal } from './terminal-options.ts';
import { writeOutput } from './write-output.ts';

const FORMATS: Readonly<Record<string, Reporter>> = REPORTERS;

export function describeReport(): Command {
  const command = new Command('report')
    .description('renders the results of a run again; without options, as a table')
    .argument('<run>', 'folder of the run')
    .action(report);
  for (const format of Object.keys(FORMATS)) {
    command.option(`--${format} <file>`, `write ${format} to a file, - for standard output`);
  }
  return command;
}

async function report(folder: string, options: Readonly<Record<string, string>>): Promise<void> {
  const report = buildReport(await readRun(folder));
  const asked = Object.entries(options);
  for (const [format, destination] of asked) {
    const render = FORMATS[format];
    if (render !== undefined) await writeOutput(destination, render(report));
  }
  if (asked.length > 0) return;
  process.stdout.write(`${renderTerminal(report, describeTerminal(process.stdout))}\n`);
}
