import { join } from 'node:path';
import { findBaselineObstacles, judgeBaseline, refuseBaseline } from '../gate/judge-baseline.ts';
import { loadConfig } from '../harness/config/load-config.ts';
import { prepareExperiment } from '../harness/prepare-experiment.ts';
import type { BaselineResult } from '../results/baseline-result.ts';
import { freeRunId } from '../results/free-run-id.ts';
import { readRun } from '../results/read-run.ts';
import { createRunFolder } from '../results/run-folder.ts';
import { createRunId } from '../results/run-id.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { formsOfBaseline } from './gate-forms.ts';
import { type GateOutputOptions, publishGate } from './gate-outputs.ts';
import { measureExperiment } from './measure-experiment.ts';
import { readNames } from './options/read-names.ts';
import { ownCommand } from './output/own-command.ts';
import { readExperiment } from './read-experiment.ts';

export interface BaselineOptions extends GateOutputOptions {
  readonly config: string;
  readonly only?: string;
  readonly seed?: number;
  readonly out?: string;
}

/** Runs the experiment of the config now, and compares it with a run of another time. */
export async function gateBaseline(path: string, options: BaselineOptions): Promise<void> {
  const baseline = await readExperiment(path);
  const config = await loadConfig(options.config);
  const id = freeRunId('runs', createRunId(config.name, new Date()));
  const seed = options.seed ?? baseline.header.seed;
  const experiment = await prepareExperiment(config, {
    id,
    seed,
    only: options.only === undefined ? null : readNames(options.only),
    work: baseline.header.work,
    command: describeCommand(path, options, seed),
  });
  const { header } = experiment;
  const headers = { base: baseline.header, head: header };
  const publish = (result: BaselineResult, folder: string | null): Promise<void> =>
    publishGate(
      formsOfBaseline({ result, headers }, options.strict === true),
      options,
      folder === null ? null : { path: folder, json: 'baseline.json' },
    );
  const obstacles = findBaselineObstacles(baseline, header);
  if (obstacles.length > 0) {
    // What can't be compared need not be measured.
    const refused = refuseBaseline(baseline, header, obstacles);
    process.exitCode = exitCodeOf(refused, options);
    return await publish(refused, null);
  }
  const folder = await createRunFolder(options.out ?? join('runs', id), header);
  const interrupt = await measureExperiment(experiment, folder, options.quiet);
  const result = judgeBaseline(baseline, await readRun(folder.path));
  process.exitCode = interrupt.exitCode ?? exitCodeOf(result, options);
  await publish(result, folder.path);
}

function describeCommand(path: string, { config, only }: BaselineOptions, seed: number): string {
  return ownCommand([
    ...['gate', '--baseline', path],
    ...(config === 'bench.config.ts' ? [] : ['--config', config]),
    ...(only === undefined ? [] : ['--only', only]),
    ...['--seed', String(seed)],
  ]);
}

/** A suspicion is no regression: it asks for a side-by-side gate, as whatever can't be told does. */
function exitCodeOf({ verdict }: BaselineResult, { strict = false }: BaselineOptions): ExitCode {
  if (verdict === 'within-range') return EXIT.ok;
  return strict ? EXIT.regression : EXIT.unsound;
}
