import type { GateOrder, Side } from '../../results/gate-order.ts';
import type { RunHeader } from '../../results/run-header.ts';
import { loadStrategies } from '../../servers/registry.ts';
import { calibrateWork } from '../calibrate-work.ts';
import type { CheckedConfig } from '../config/bench-config.ts';
import { ConfigError } from '../config/check-config.ts';
import type { CheckedGate } from '../config/gate-config.ts';
import { nearestName } from '../config/nearest-name.ts';
import type { StrategyEntry } from '../config/strategy-config.ts';
import { readEnvironment } from '../machine/environment.ts';
import { settleSetting } from '../settle-setting.ts';
import type { TrialSetting } from '../trial/measure-trial.ts';
import { describeGateCell, type MeasuredCell } from './gate-cell.ts';
import { hasBuiltIns, nameEntry } from './side-server.ts';

/** The gate of a config. Throws a `ConfigError` where it has none. */
export function requireGate(config: CheckedConfig): CheckedGate {
  if (config.gate !== undefined) return config.gate;
  throw new ConfigError(config.name, [
    "it has no gate: add gate: { strategies: [...] }, a built-in strategy's name or the command of a server each",
  ]);
}

/** What of it is to be measured. Throws a `ConfigError` for a name that it does not have. */
export function chooseEntries(
  { strategies }: CheckedGate,
  only: readonly string[] | null,
): readonly StrategyEntry[] {
  const names = strategies.map(nameEntry);
  const unknown = (only ?? []).filter((name) => !names.includes(name));
  if (unknown.length > 0) {
    throw new ConfigError(
      '--only',
      unknown.map((name) => {
        const nearest = nearestName(name, names);
        const hint =
          nearest === null ? `this gate has ${names.join(', ')}` : `did you mean '${nearest}'?`;
        return `the gate has no '${name}': ${hint}`;
      }),
    );
  }
  return only === null ? strategies : strategies.filter((entry) => only.includes(nameEntry(entry)));
}

/** Built-in servers that talk with one client at a time have no capacity to compare. */
export async function refuseUnfit(
  entries: readonly StrategyEntry[],
  { workload }: CheckedGate,
): Promise<void> {
  const strategies = await loadStrategies();
  const problems = entries.flatMap((entry) => {
    if (typeof entry === 'object' && 'command' in entry) return [];
    const name = typeof entry === 'string' ? entry : entry.strategy;
    const strategy = strategies.find((known) => known.name === name);
    if (strategy === undefined) return [`no strategy is called '${name}'`];
    const reason = strategy.unsupported();
    if (reason !== null) return [`${name}: ${reason}`];
    const serves =
      strategy.admits === 'concurrent' ||
      (strategy.admits === 'serial' && workload.kind === 'churn');
    return serves ? [] : [`${name} serves one client at a time: the others would only wait`];
  });
  if (problems.length > 0) throw new ConfigError('gate', problems);
}

export function settleGate(config: CheckedConfig): TrialSetting {
  return settleSetting(config, (cpus) =>
    computes(config) ? calibrateWork(config.work.duration, cpus) : 1,
  );
}

function computes({ gate }: CheckedConfig): boolean {
  return gate?.service === 'work';
}

export function orderGate(
  gate: CheckedGate,
  entries: readonly StrategyEntry[],
  refs: Pick<GateOrder, 'base' | 'head'>,
): GateOrder {
  return {
    ...refs,
    looksAtPairs: gate.looks,
    alpha: gate.alpha,
    budgets: gate.budgets,
    attemptsPerPair: gate.attempts,
    cells: entries.map((entry) => ({
      name: nameEntry(entry),
      metrics: gate.metrics,
      baseCapacityPerSec: null,
      offeredRatePerSec: null,
      notes: [],
      obstacle: null,
    })),
  };
}

/** Both sides of every cell. Throws a `ConfigError` where a side has not what it takes. */
export function describeGateCells(
  gate: CheckedGate,
  entries: readonly StrategyEntry[],
  folders: Readonly<Record<Side, string>>,
  setting: TrialSetting,
): MeasuredCell[] {
  const needsOwn = entries.some((entry) => typeof entry === 'string' || 'strategy' in entry);
  const lacking = (['base', 'head'] as const).filter((side) => !hasBuiltIns(folders[side]));
  if (needsOwn && lacking.length > 0) {
    throw new ConfigError('gate', [
      `built-in strategies are run from each side's own code, and ${lacking.join(' and ')} has no bin/echosounder.js: give the command of your server instead`,
    ]);
  }
  const { backlog, workers, workRounds } = setting;
  const { service, transport, host, workload } = gate;
  const work = { rounds: workRounds, messageBytes: workload.payloadBytes };
  const options = { service, transport, host, backlog, workers, work };
  return entries.map((entry) => describeGateCell(entry, folders, gate, options));
}

export function describeGateRun(
  id: string,
  order: GateOrder,
  { config, setting, seed, command }: GateRunContext,
): RunHeader {
  return {
    schema: 1,
    id,
    name: `Gate of ${config.name}`,
    startedAt: new Date().toISOString(),
    seed,
    repetitions: order.looksAtPairs.at(-1) ?? 1,
    config: { gate: order, asked: config.gate },
    scenarios: ['fixed-rate', 'capacity'].map((name) => ({
      name,
      question: `Is head worse than ${order.base.ref} (${name})?`,
      cells: order.cells.flatMap((cell) =>
        ['base', 'head'].map((side) => `${name}/${cell.name}/${side}`),
      ),
    })),
    leftOut: [],
    environment: readEnvironment(),
    placement: setting.placement,
    work: computes(config) ? { rounds: setting.workRounds, targetNs: config.work.duration } : null,
    command,
  };
}

export interface GateRunContext {
  readonly config: CheckedConfig;
  readonly setting: TrialSetting;
  readonly seed: number;
  /** The command that repeats it. */
  readonly command: string;
}
