import { join } from 'node:path';
import { Command } from 'commander';
import { loadConfig } from '../harness/config/load-config.ts';
import { shortenConfig } from '../harness/config/shorten.ts';
import { prepareExperiment } from '../harness/prepare-experiment.ts';
import { renderJson } from '../reports/formats/json.ts';
import { buildReport, type Report } from '../reports/report.ts';
import { renderTerminal } from '../reports/terminal/terminal.ts';
import { freeRunId } from '../results/free-run-id.ts';
import { readRun } from '../results/read-run.ts';
import { createRunFolder, type RunFolder } from '../results/run-folder.ts';
import { createRunId } from '../results/run-id.ts';
import { judgeReport } from './judge-report.ts';
import { measureExperiment } from './measure-experiment.ts';
import { readWhole } from './options/parse-option.ts';
import { readNames } from './options/read-names.ts';
import { ownCommand } from './output/own-command.ts';
import { refuseUnwritable } from './output/refuse-unwritable.ts';
import { renderPage } from './output/render-page.ts';
import { tableOutput } from './output/table-output.ts';
import { writeOutputs } from './output/write-output.ts';

interface RunOptions {
  readonly config: string;
  readonly only?: string;
  readonly quick?: boolean;
  readonly out?: string;
  readonly seed?: number;
  readonly json?: string;
  readonly quiet?: boolean;
}

export function describeRun(): Command {
  return new Command('run')
    .description('runs the experiment of a config file and writes a report')
    .option('--config <file>', 'the experiment', 'bench.config.ts')
    .option('--only <names>', 'strategies to run, separated by commas')
    .option('--quick', 'one repetition of short trials: a look, not a claim')
    .option('--out <folder>', 'folder of the results (default: runs/<time>-<name>)')
    .option('--seed <number>', 'seed of the order and the arrivals', readWhole(0, 0xffff_ffff))
    .option('--json <file>', 'also write the report as JSON, - for standard output')
    .option('-q, --quiet', 'nothing on standard error but errors')
    .action(run);
}

/** config -> plan -> trials -> folder -> report */
async function run(options: RunOptions): Promise<void> {
  const written = await loadConfig(options.config);
  const config = options.quick ? shortenConfig(written) : written;
  const id = freeRunId('runs', createRunId(config.name, new Date()));
  const experiment = await prepareExperiment(config, {
    id,
    seed: options.seed ?? null,
    only: options.only === undefined ? null : readNames(options.only),
    command: describeCommand(options),
  });
  const path = options.out ?? join('runs', id);
  refuseUnwritable([options.json], path);
  const folder = await createRunFolder(path, experiment.header);
  const measured = measureExperiment(experiment, folder, options.quiet);
  const interrupt = await measured.catch(async (error: unknown) => {
    // Whatever went wrong, the trials that had ended are worth a report.
    // A disk that is full spoils both; what spoiled the run is what has to be told.
    await publish(folder, options).catch(() => undefined);
    throw error;
  });
  const report = await publish(folder, options);
  process.exitCode = interrupt.exitCode ?? judgeReport(report);
}

async function publish(folder: RunFolder, options: RunOptions): Promise<Report> {
  const report = buildReport(await readRun(folder.path));
  const html = join(folder.path, 'report.html');
  const { json, quiet: isQuiet } = options;
  // The table comes first: it can be read even where no file can be written.
  await writeOutputs([
    ...tableOutput(json === '-', (shown) => renderTerminal(report, shown), { isQuiet }),
    { destination: html, render: () => renderPage(report) },
    ...(json === undefined ? [] : [{ destination: json, render: () => renderJson(report) }]),
  ]);
  await writeOutputs(tableOutput(json === '-', () => `Report: ${html}`, { isQuiet }));
  return report;
}

function describeCommand({ config, only, quick, seed }: RunOptions): string {
  return ownCommand([
    'run',
    ...(config === 'bench.config.ts' ? [] : ['--config', config]),
    ...(only === undefined ? [] : ['--only', only]),
    ...(quick ? ['--quick'] : []),
    ...(seed === undefined ? [] : ['--seed', String(seed)]),
  ]);
}
