import { readKeptSelftest } from '../results/kept-selftest.ts';
import type { RunHeader } from '../results/run-header.ts';
import { loadStrategies } from '../servers/registry.ts';
import type { ServerStrategy } from '../servers/strategy.ts';
import { calibrateWork } from './calibrate-work.ts';
import type { CheckedConfig } from './config/bench-config.ts';
import { ConfigError } from './config/check-config.ts';
import { nearestName } from './config/nearest-name.ts';
import { readConnectionLimits } from './machine/connection-limits.ts';
import { readEnvironment } from './machine/environment.ts';
import { type Cell, listCells } from './plan/cells.ts';
import { findLimitProblems } from './plan/limit-problems.ts';
import { planTrials } from './plan/plan-trials.ts';
import type { Experiment } from './run-experiment.ts';
import { settleSetting } from './settle-setting.ts';
import type { TrialSetting } from './trial/measure-trial.ts';

export interface RunChoices {
  readonly id: string;
  readonly seed: number | null;
  /** Strategies to keep, by name or label; null keeps all. */
  readonly only: readonly string[] | null;
  /** What an earlier run computed per message: the same again, where the config asks for as much. */
  readonly work?: RunHeader['work'];
  /** The command that repeats the run. */
  readonly command: string;
}

/** Turns a checked config into trials: config -> cells -> plan, with the machine it runs on. */
export async function prepareExperiment(
  config: CheckedConfig,
  choices: RunChoices,
): Promise<Experiment> {
  const strategies = await loadStrategies();
  const listed = listCells(config, strategies);
  if (listed.cells.length === 0) {
    const reasons = listed.leftOut.map(({ cell, reason }) => `${cell}: ${reason}`);
    throw new ConfigError(config.name, ['nothing to run here: all is left out', ...reasons]);
  }
  const cells = keepOnly(listed, choices.only);
  const setting = settleExperiment(config, cells, choices.work ?? null);
  refuseBeyondLimits(config.name, cells, strategies, setting);
  const seed = choices.seed ?? config.seed;
  return {
    header: describeRun({ config, choices, seed, cells, leftOut: listed.leftOut, setting }),
    trials: planTrials(cells, config.repetitions, seed),
    setting,
  };
}

type Listed = ReturnType<typeof listCells>;

function keepOnly({ cells, leftOut }: Listed, only: readonly string[] | null): readonly Cell[] {
  if (only === null) return cells;
  const names = new Set(cells.flatMap(({ server }) => [server.strategy, server.label]));
  const problems = only
    .filter((name) => !names.has(name))
    .map((name) => {
      const out = leftOut.find(({ cell }) => cell.endsWith(`/${name}`));
      if (out !== undefined) return `'${name}' is left out here: ${out.reason}`;
      const nearest = nearestName(name, names);
      const hint =
        nearest === null
          ? `this experiment has ${[...names].join(', ')}`
          : `did you mean '${nearest}'?`;
      return `no strategy '${name}' can be run: ${hint}`;
    });
  if (problems.length > 0) throw new ConfigError('--only', problems);
  return cells.filter(
    ({ server }) => only.includes(server.label) || only.includes(server.strategy),
  );
}

/** Before anything is started: a client that gets no descriptor or port tells nothing of a server. */
function refuseBeyondLimits(
  name: string,
  cells: readonly Cell[],
  strategies: readonly ServerStrategy[],
  { loadThreads, workers }: TrialSetting,
): void {
  const limits = readConnectionLimits();
  const problems = cells.flatMap(({ scenario, server, load, transport, workload }) => {
    const strategy = strategies.find((known) => known.name === server.strategy);
    const need = {
      load,
      loadThreads,
      transport,
      workload,
      server: {
        workers: ('workers' in server ? server.workers : null) ?? workers,
        descriptorsPerClient: strategy?.descriptorsPerClient ?? 1,
      },
    };
    return findLimitProblems(need, limits).map((problem) => `${scenario}: ${problem}`);
  });
  if (problems.length > 0) throw new ConfigError(name, [...new Set(problems)]);
}

function settleExperiment(
  config: CheckedConfig,
  cells: readonly Cell[],
  earlier: RunHeader['work'],
): TrialSetting {
  const needsWork = cells.some(({ service }) => service === 'work');
  const { duration } = config.work;
  const known = earlier?.targetNs === duration ? earlier.rounds : null;
  return settleSetting(config, (cpus) =>
    needsWork ? (known ?? calibrateWork(duration, cpus)) : 1,
  );
}

interface Described {
  readonly config: CheckedConfig;
  readonly choices: RunChoices;
  readonly seed: number;
  readonly cells: readonly Cell[];
  readonly leftOut: RunHeader['leftOut'];
  readonly setting: TrialSetting;
}

function describeRun({ config, choices, seed, cells, leftOut, setting }: Described): RunHeader {
  const environment = readEnvironment();
  const needsWork = cells.some(({ service }) => service === 'work');
  return {
    schema: 1,
    id: choices.id,
    name: config.name,
    startedAt: new Date().toISOString(),
    seed,
    repetitions: config.repetitions,
    config,
    scenarios: config.scenarios.map(({ name, question, load }) => ({
      name,
      question,
      cells: cells.filter((cell) => cell.scenario === name).map((cell) => cell.name),
      ...(load.loop === 'open' && load.keep !== undefined ? { keep: load.keep } : {}),
    })),
    leftOut,
    environment,
    placement: setting.placement,
    work: needsWork ? { rounds: setting.workRounds, targetNs: config.work.duration } : null,
    ...readKeptSelftest(environment),
    command: choices.command,
  };
}
