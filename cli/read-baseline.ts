import { readGateOrder } from '../gate/judge-gate.ts';
import { type RecordedRun, readRun } from '../results/read-run.ts';
import { RunReadError } from '../results/run-read-error.ts';

/** Throws a `RunReadError` for what is no run, and for one whose trials are a gate's pairs. */
export async function readBaseline(path: string): Promise<RecordedRun> {
  const baseline = await readRun(path);
  if (readGateOrder(baseline.header) === null) return baseline;
  throw new RunReadError(
    path,
    'invalid',
    `${path} is the folder of a gate, whose pairs gate --replay judges: a baseline is the folder of an experiment, as \`echosounder run\` printed it`,
  );
}
