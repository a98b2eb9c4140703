import { isGate } from '../gate/judge-gate.ts';
import { type RecordedRun, readRun } from '../results/read-run.ts';
import { RunReadError } from '../results/run-read-error.ts';

/**
 * A run to be put beside another one. Throws a `RunReadError` for what is no run, and for one whose
 * trials are a gate's pairs.
 */
export async function readExperiment(path: string): Promise<RecordedRun> {
  const run = await readRun(path);
  if (!isGate(run.header)) return run;
  throw new RunReadError(
    path,
    'invalid',
    `${path} is the folder of a gate, whose pairs gate --replay judges: name the folder of an experiment, as \`echosounder run\` printed it`,
  );
}
