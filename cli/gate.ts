import { join } from 'node:path';
import { Command } from 'commander';
import { isGate, judgeGate, readGateOrder } from '../gate/judge-gate.ts';
import { readRun } from '../results/read-run.ts';
import { RunReadError } from '../results/run-read-error.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { gateBaseline } from './gate-baseline.ts';
import { formsOfGate, type JudgedGate } from './gate-forms.ts';
import {
  addGateOutputs,
  checkGateOutputs,
  type GateOutputOptions,
  publishGate,
} from './gate-outputs.ts';
import { measureGate } from './measure-gate.ts';
import { refuseWritten } from './options/check-options.ts';
import { readWhole } from './options/parse-option.ts';
import { UsageError } from './usage-error.ts';

export interface GateOptions extends GateOutputOptions {
  readonly base?: string;
  readonly baseline?: string;
  readonly replay?: string;
  readonly config: string;
  readonly only?: string;
  readonly seed?: number;
  readonly out?: string;
}

const HELP = `
Checks the commit out beside the working tree, prepares it (npm ci, or the config's gate.prepare),
and measures it and the working tree in pairs of fresh processes, until it is clear that nothing
became worse, or what did. The folder of the run keeps every trial, gate.json and report.html.

With --baseline the experiment of the config is run once and compared with a run of another time. A
machine is never the same twice, so that this can only raise a suspicion, for --base to settle.

Exit codes: 0 pass, or within range; 1 regression; 3 inconclusive, suspect or not comparable, or base
cannot be measured; with --strict 1 instead of 3. An interrupted gate keeps what it had measured
(130, 143).

On GitHub (GITHUB_ACTIONS, GITHUB_STEP_SUMMARY) it also annotates and adds to the job summary.`;

export function describeGate(): Command {
  const command = new Command('gate')
    .description(
      'tells whether this checkout made a server slower than a commit: yes, no, cannot tell',
    )
    .option('--base <ref>', 'the commit to compare with: a branch, a tag, HEAD~1')
    .option('--baseline <run>', 'an earlier run: within its range, suspect, or not comparable')
    .option('--replay <run>', "a gate's folder: find its verdict again from its trials")
    .option('--config <file>', 'the file whose gate is run', 'bench.config.ts')
    .option('--only <names>', 'cells to measure, separated by commas')
    .option('--seed <number>', 'seed of the order and the arrivals', readWhole(0, 0xffff_ffff))
    .option('--out <folder>', 'folder of the results (default: runs/<time>-gate-...)')
    .addHelpText('after', HELP)
    .action(gate);
  return addGateOutputs(command);
}

async function gate(options: GateOptions, command: Command): Promise<void> {
  const { base, baseline, replay, strict = false } = options;
  if ([base, baseline, replay].filter((each) => each !== undefined).length > 1) {
    throw new UsageError(
      '--base, --baseline and --replay are three things to do: take one of them',
    );
  }
  await checkGateOutputs(options, options.out);
  if (baseline !== undefined) {
    refuseWritten(command, ['benchmark'], (flag) => {
      return `${flag} takes medians of pairs: a comparison with --baseline has none, take --json`;
    });
    return await gateBaseline(baseline, options);
  }
  if (replay !== undefined) {
    refuseWritten(command, ['config', 'only', 'seed', 'out'], (flag) => {
      return `${flag} is for --base: a replay takes all that from the run`;
    });
    const judged = await replayGate(replay);
    process.exitCode = exitCodeOf(judged, options);
    return await publishGate(formsOfGate(judged, strict), options, null);
  }
  if (base === undefined) {
    throw new UsageError('name what to compare with: --base main, or --replay runs/NAME');
  }
  const { folder, interrupt } = await measureGate(base, options);
  const judged = await replayGate(folder);
  process.exitCode = interrupt.exitCode ?? exitCodeOf(judged, options);
  await publishGate(formsOfGate(judged, strict), options, { path: folder, json: 'gate.json' });
}

/** The same trials always give the same verdict. */
async function replayGate(folder: string): Promise<JudgedGate> {
  const run = await readRun(folder);
  const order = readGateOrder(run.header);
  if (order === null) {
    const told = isGate(run.header)
      ? `${join(folder, 'run.json')} is damaged: config.gate is no order of a gate`
      : `${folder} is no gate's: it has no pairs to judge`;
    throw new RunReadError(folder, 'invalid', told);
  }
  const [problem] = run.problems;
  if (problem !== undefined) {
    throw new RunReadError(
      folder,
      'invalid',
      `${join(folder, problem.file)} is damaged (line ${problem.line}: ${problem.message}): a verdict needs every trial`,
    );
  }
  return { result: judgeGate(run, order), header: run.header };
}

function exitCodeOf(
  { result: { verdict } }: JudgedGate,
  { strict = false }: GateOptions,
): ExitCode {
  if (verdict === 'pass') return EXIT.ok;
  return verdict === 'regression' || strict ? EXIT.regression : EXIT.unsound;
}
