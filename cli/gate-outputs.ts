import { join } from 'node:path';
import type { Command } from 'commander';
import { BENCHMARK_FILES, type BenchmarkFile } from '../reports/gate/benchmark-files.ts';
import type { TerminalOptions } from '../reports/terminal/terminal.ts';
import { cleanLines } from '../reports/text/clean-text.ts';
import { makeFolder } from '../results/make-folder.ts';
import { describeWriteFailure } from '../results/output-error.ts';
import { refuseTwoOnStandardOutput } from './options/check-options.ts';
import { refuseUnwritable } from './output/refuse-unwritable.ts';
import { tableOutput } from './output/table-output.ts';
import { type Output, writeOutputs } from './output/write-output.ts';

export interface GateOutputOptions {
  readonly json?: string;
  readonly html?: string;
  readonly markdown?: string;
  readonly junit?: string;
  readonly benchmark?: string;
  readonly strict?: boolean;
  readonly quiet?: boolean;
}

/** What a gate found, in every form in which it can be told; each is drawn when it is asked for. */
export interface GateForms {
  table(shown: TerminalOptions): string;
  json(): string;
  page(): Promise<string>;
  markdown(): string;
  junit(): string;
  annotations(): string;
  /** Null where there are no medians of pairs. */
  readonly benchmark: ((file: BenchmarkFile) => string) | null;
}

/** The files that stay in the folder of a gate's run. */
export interface GateFolder {
  readonly path: string;
  readonly json: 'gate.json' | 'baseline.json';
}

/** What GitHub tells each step of a job. */
export interface RunnerEnvironment {
  readonly GITHUB_ACTIONS?: string | undefined;
  readonly GITHUB_STEP_SUMMARY?: string | undefined;
}

export function addGateOutputs(command: Command): Command {
  return command
    .option('--json <file>', 'also write the result as JSON, - for standard output')
    .option('--html <file>', 'also as a page, with a plot for each metric')
    .option('--markdown <file>', 'also as Markdown, for a pull request')
    .option('--junit <file>', 'also as JUnit: a case for each metric of a cell')
    .option('--benchmark <folder>', "also head's medians as github-action-benchmark reads them")
    .option('--strict', 'fail unless it is a pass')
    .option('-q, --quiet', 'nothing on standard error but errors');
}

/**
 * Before anything is measured. `made` is the folder of the run, which is not there yet. Throws an
 * `OutputError` for what could not be written.
 */
export async function checkGateOutputs(
  { json, html, markdown, junit, benchmark }: GateOutputOptions,
  made: string | undefined,
  environment: RunnerEnvironment = process.env,
): Promise<void> {
  refuseTwoOnStandardOutput({ json, html, markdown, junit });
  const { GITHUB_STEP_SUMMARY: summary = '' } = environment;
  refuseUnwritable([json, html, markdown, junit, summary === '' ? undefined : summary], made);
  if (benchmark !== undefined) await makeBenchmarkFolder(benchmark);
}

async function makeBenchmarkFolder(folder: string): Promise<void> {
  await makeFolder(folder).catch((error: unknown) => {
    throw describeWriteFailure(folder, error);
  });
}

/** Writes the result wherever it was asked for; GitHub's own places are known by the environment. */
export async function publishGate(
  forms: GateForms,
  options: GateOutputOptions,
  folder: GateFolder | null,
  environment: RunnerEnvironment = process.env,
): Promise<void> {
  const { json, html, markdown, junit } = options;
  const isTaken = [json, html, markdown, junit].includes('-');
  const kept = (name: string) => (folder === null ? undefined : join(folder.path, name));
  const { GITHUB_STEP_SUMMARY: summary = '' } = environment;
  await writeOutputs([
    ...tableOutput(isTaken, forms.table, { isQuiet: options.quiet }),
    ...listAnnotations(forms, isTaken, environment),
    ...outputTo(folder === null ? undefined : kept(folder.json), forms.json),
    ...outputTo(kept('report.html'), forms.page),
    ...outputTo(json, forms.json),
    ...outputTo(html, forms.page),
    ...outputTo(markdown, forms.markdown),
    ...outputTo(junit, forms.junit),
    ...outputTo(summary === '' ? undefined : summary, forms.markdown, true),
    ...listBenchmarks(forms, options.benchmark),
  ]);
  if (folder !== null) await writeOutputs(tableOutput(isTaken, () => nameFolder(folder)));
}

/** Where it can be read again: the page, and the trials that the verdict rests on. */
function nameFolder({ path, json }: GateFolder): string {
  const replay = json === 'gate.json' ? `\nTrials: ${path} (gate --replay ${path})` : '';
  return cleanLines(`\nReport: ${join(path, 'report.html')}${replay}`);
}

function outputTo(
  destination: string | undefined,
  render: Output['render'],
  isAppended = false,
): Output[] {
  return destination === undefined ? [] : [{ destination, render, isAppended }];
}

/** The runner reads standard error too, and takes commands from there where the other is taken. */
function listAnnotations(
  forms: GateForms,
  isTaken: boolean,
  { GITHUB_ACTIONS }: RunnerEnvironment,
): Output[] {
  if (GITHUB_ACTIONS !== 'true') return [];
  if (!isTaken) return [{ destination: '-', render: forms.annotations }];
  process.stderr.write(forms.annotations());
  return [];
}

function listBenchmarks({ benchmark }: GateForms, folder: string | undefined): Output[] {
  if (folder === undefined || benchmark === null) return [];
  return (Object.keys(BENCHMARK_FILES) as BenchmarkFile[]).map((file) => ({
    destination: join(folder, file),
    render: async () => {
      await makeBenchmarkFolder(folder);
      return benchmark(file);
    },
  }));
}
