import { join } from 'node:path';
import type { Command } from 'commander';
import { renderGateAnnotations } from '../reports/gate/annotations.ts';
import {
  BENCHMARK_FILES,
  type BenchmarkFile,
  renderGateBenchmark,
} from '../reports/gate/benchmark-files.ts';
import { renderGateJunit } from '../reports/gate/junit.ts';
import { renderGateMarkdown } from '../reports/gate/markdown.ts';
import { renderGate } from '../reports/gate/terminal.ts';
import type { GateResult } from '../results/gate-result.ts';
import { makeFolder } from '../results/make-folder.ts';
import { describeWriteFailure } from '../results/output-error.ts';
import { refuseTwoOnStandardOutput } from './check-options.ts';
import { tableOutput } from './table-output.ts';
import { type Output, writeOutputs } from './write-output.ts';

export interface GateOutputOptions {
  readonly json?: string;
  readonly markdown?: string;
  readonly junit?: string;
  readonly benchmark?: string;
  readonly strict?: boolean;
}

/** What GitHub tells each step of a job. */
export interface RunnerEnvironment {
  readonly GITHUB_ACTIONS?: string | undefined;
  readonly GITHUB_STEP_SUMMARY?: string | undefined;
}

export function addGateOutputs(command: Command): Command {
  return command
    .option('--json <file>', 'also write the result as JSON, - for standard output')
    .option('--markdown <file>', 'also as Markdown, for a pull request')
    .option('--junit <file>', 'also as JUnit: a case for each metric of a cell')
    .option('--benchmark <folder>', "also head's medians as github-action-benchmark reads them")
    .option('--strict', 'fail unless it is a pass');
}

/** Before anything is measured. */
export function checkGateOutputs({ json, markdown, junit }: GateOutputOptions): void {
  refuseTwoOnStandardOutput({ json, markdown, junit });
}

/** Writes the result wherever it was asked for; GitHub's own places are known by the environment. */
export async function publishGate(
  result: GateResult,
  options: GateOutputOptions,
  folder: string | null,
  environment: RunnerEnvironment = process.env,
): Promise<void> {
  const { json, markdown, junit, strict = false } = options;
  const isTaken = [json, markdown, junit].includes('-');
  const renderJson = (): string => `${JSON.stringify(result, null, 2)}\n`;
  const asMarkdown = (): string => renderGateMarkdown(result);
  const { GITHUB_STEP_SUMMARY: summary = '' } = environment;
  await writeOutputs([
    ...tableOutput(isTaken, (shown) => renderGate(result, shown)),
    ...listAnnotations(result, { isTaken, strict }, environment),
    ...outputTo(folder === null ? undefined : join(folder, 'gate.json'), renderJson),
    ...outputTo(json, renderJson),
    ...outputTo(markdown, asMarkdown),
    ...outputTo(junit, () => renderGateJunit(result, strict)),
    ...(summary === '' ? [] : [{ destination: summary, isAppended: true, render: asMarkdown }]),
    ...listBenchmarks(result, options.benchmark),
  ]);
}

function outputTo(destination: string | undefined, render: () => string): Output[] {
  return destination === undefined ? [] : [{ destination, render }];
}

/** The runner reads standard error too, and takes commands from there where the other is taken. */
function listAnnotations(
  result: GateResult,
  { isTaken, strict }: { isTaken: boolean; strict: boolean },
  { GITHUB_ACTIONS }: RunnerEnvironment,
): Output[] {
  if (GITHUB_ACTIONS !== 'true') return [];
  const render = (): string => renderGateAnnotations(result, strict);
  if (!isTaken) return [{ destination: '-', render }];
  process.stderr.write(render());
  return [];
}

function listBenchmarks(result: GateResult, folder: string | undefined): Output[] {
  if (folder === undefined) return [];
  return (Object.keys(BENCHMARK_FILES) as BenchmarkFile[]).map((file) => ({
    destination: join(folder, file),
    render: async () => {
      await makeFolder(folder).catch((error: unknown) => {
        throw describeWriteFailure(folder, error);
      });
      return renderGateBenchmark(result, file);
    },
  }));
}
