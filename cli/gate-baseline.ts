import { join } from 'node:path';
import {
  type BaselineResult,
  findBaselineObstacles,
  judgeBaseline,
} from '../gate/judge-baseline.ts';
import { loadConfig } from '../harness/config/load-config.ts';
import { prepareExperiment } from '../harness/prepare-experiment.ts';
import { renderBaseline } from '../reports/baseline.ts';
import { readRun } from '../results/read-run.ts';
import { createRunFolder } from '../results/run-folder.ts';
import { createRunId } from '../results/run-id.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { measureExperiment } from './measure-experiment.ts';
import { readNames } from './read-names.ts';
import { tableOutput } from './table-output.ts';
import { writeOutputs } from './write-output.ts';

export interface BaselineOptions {
  readonly config: string;
  readonly only?: string;
  readonly seed?: number;
  readonly out?: string;
  readonly json?: string;
  readonly strict?: boolean;
}

/** Runs the experiment of the config now, and compares it with a run of another time. */
export async function gateBaseline(path: string, options: BaselineOptions): Promise<void> {
  const baseline = await readRun(path);
  const config = await loadConfig(options.config);
  const id = createRunId(config.name, new Date());
  const experiment = await prepareExperiment(config, {
    id,
    seed: options.seed ?? baseline.header.seed,
    only: options.only === undefined ? null : readNames(options.only),
    command: `npx echosounder gate --baseline ${path}`,
  });
  const obstacles = findBaselineObstacles(baseline, experiment.header);
  if (obstacles.length > 0) {
    // What can't be compared need not be measured.
    const empty = { suspects: [], compared: [], baseline: baseline.header.id, head: id };
    process.exitCode = EXIT.unsound;
    return await publish(
      { schema: 1, verdict: 'not-comparable', reasons: obstacles, ...empty },
      options,
    );
  }
  const folder = await createRunFolder(options.out ?? join('runs', id), experiment.header);
  const interrupt = await measureExperiment(experiment, folder);
  const result = judgeBaseline(baseline, await readRun(folder.path));
  process.exitCode = interrupt.exitCode ?? exitCodeOf(result, options);
  await publish(result, options);
}

async function publish(result: BaselineResult, { json }: BaselineOptions): Promise<void> {
  const render = (): string => `${JSON.stringify(result, null, 2)}\n`;
  await writeOutputs([
    ...tableOutput(json === '-', (shown) => renderBaseline(result, shown)),
    ...(json === undefined ? [] : [{ destination: json, render }]),
  ]);
}

/** A suspicion is no regression: it asks for a side-by-side gate, as whatever can't be told does. */
function exitCodeOf({ verdict }: BaselineResult, { strict = false }: BaselineOptions): ExitCode {
  if (verdict === 'within-range') return EXIT.ok;
  return strict ? EXIT.regression : EXIT.unsound;
}
