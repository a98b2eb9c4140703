import type { Transport } from '../../protocol/address.ts';
import { keepsConnection } from '../../results/keeps-connection.ts';
import type { Load, Timing, Workload } from '../../results/trial.ts';
import { datagramObstacle } from '../../servers/datagrams/datagram-obstacle.ts';
import type { ServerCommand } from '../../servers/hosting/server-command.ts';
import { serviceObstacle } from '../../servers/service-obstacle.ts';
import type { Distribution, ServerStrategy } from '../../servers/strategy.ts';
import type { CheckedConfig, CheckedScenario } from '../config/bench-config.ts';
import type { CommandEntry } from '../config/strategy-config.ts';
import { labelServer } from './server-label.ts';

/** A built-in server of an experiment. */
export interface BuiltInServer {
  readonly strategy: string;
  /** Its name in reports: the strategy, and its variant where it has one. */
  readonly label: string;
  readonly distribution: Distribution;
  readonly workers: number | null;
}

/** A server that a command starts. */
export interface CommandedServer {
  /** Its name, where a built-in server has its strategy's. */
  readonly strategy: string;
  readonly label: string;
  readonly command: ServerCommand;
}

/** One combination that is measured: its trials differ in repetition and seed alone. */
export interface Cell {
  readonly name: string;
  readonly scenario: string;
  readonly server: BuiltInServer | CommandedServer;
  /** The server ends after its first client: that it is gone then is no failure. */
  readonly admitsOne: boolean;
  /** The server hangs up after its first answer: that a conversation ends then is no failure. */
  readonly answersOnce: boolean;
  /** Null for a server that a command starts: it does what it does. */
  readonly service: string | null;
  readonly transport: Transport;
  readonly host: string;
  readonly workload: Workload;
  readonly load: Load;
  readonly timing: Timing;
}

export interface LeftOut {
  readonly cell: string;
  readonly reason: string;
}

/** All cells of an experiment in reading order, and those that can't be run, each with a reason. */
export function listCells(
  config: CheckedConfig,
  strategies: readonly ServerStrategy[],
): { cells: Cell[]; leftOut: LeftOut[] } {
  const cells: Cell[] = [];
  const leftOut: LeftOut[] = [];
  for (const scenario of config.scenarios) {
    for (const server of listServers(scenario, strategies)) {
      if ('command' in server) {
        cells.push(...cellsOf(scenario, server, COMMANDED));
        continue;
      }
      const strategy = strategies.find(({ name }) => name === server.strategy);
      if (strategy === undefined) throw new RangeError(`no strategy ${server.strategy}`);
      const reason = reasonToLeaveOut(scenario, strategy);
      if (reason !== null) leftOut.push({ cell: `${scenario.name}/${server.label}`, reason });
      else cells.push(...cellsOf(scenario, server, strategy));
    }
  }
  return { cells, leftOut };
}

function listServers(
  { strategies: chosen }: CheckedScenario,
  strategies: readonly ServerStrategy[],
): Cell['server'][] {
  const entries = chosen === 'all' ? strategies.map(({ name }) => name) : chosen;
  return entries.map((entry) => {
    if (typeof entry !== 'string' && 'command' in entry) return describeCommanded(entry);
    const { strategy, distribution, workers } =
      typeof entry === 'string'
        ? { strategy: entry, distribution: undefined, workers: undefined }
        : entry;
    return {
      strategy,
      label: labelServer({ strategy, distribution, workers }),
      distribution: distribution ?? 'round-robin',
      workers: workers ?? null,
    };
  });
}

/** What is taken of a program that is not ours: it talks with many clients. */
const COMMANDED = { admits: 'concurrent', answers: 'conversation' } as const;

/** As the config has it; `exactOptionalPropertyTypes` wants an absent folder left out. */
export function describeCommanded(entry: CommandEntry): CommandedServer {
  const { name, command, cwd, env, port, ready } = entry;
  return {
    strategy: name,
    label: name,
    command: { name, command, env, port, ready, ...(cwd === undefined ? {} : { cwd }) },
  };
}

function reasonToLeaveOut(scenario: CheckedScenario, strategy: ServerStrategy): string | null {
  const unsupported = strategy.unsupported();
  if (unsupported !== null) return unsupported;
  if (scenario.transport === 'udp') {
    const obstacle = datagramObstacle(strategy, scenario.service);
    if (obstacle !== null) return obstacle;
  }
  if (!strategy.transports.includes(scenario.transport)) {
    return `${strategy.name} does not serve ${scenario.transport}`;
  }
  const obstacle = serviceObstacle(strategy, scenario.service);
  if (obstacle !== null) return obstacle;
  if (strategy.admits === 'one' && !keepsConnection(scenario.workload)) {
    return `${strategy.name} serves one client and ends: there is nothing to repeat`;
  }
  return null;
}

function cellsOf(
  scenario: CheckedScenario,
  server: Cell['server'],
  { admits, answers }: Pick<ServerStrategy, 'admits' | 'answers'>,
): Cell[] {
  const name = `${scenario.name}/${server.label}`;
  const shared = {
    scenario: scenario.name,
    server,
    admitsOne: admits === 'one',
    answersOnce: answers === 'one-message',
    service: 'command' in server ? null : scenario.service,
    transport: scenario.transport,
    host: scenario.host,
    workload: scenario.workload,
    timing: {
      firstReplyWaitNs: scenario.firstReplyWait,
      warmupNs: scenario.warmup,
      measureNs: scenario.measure,
      drainNs: scenario.drain,
      timeoutNs: scenario.timeout,
    },
  };
  const { load } = scenario;
  const ramp = load.ramp === undefined ? {} : { rampPerSec: load.ramp };
  if (load.loop === 'closed') {
    const { loop, connections, depth, thinkTime } = load;
    return [
      { ...shared, name, load: { loop, connections, depth, thinkTimeNs: thinkTime, ...ramp } },
    ];
  }
  const { loop, connections, arrivals } = load;
  return load.offeredRatesPerSec.map((offeredRatePerSec) => ({
    ...shared,
    name: `${name}/${offeredRatePerSec}`,
    load: { loop, connections, offeredRatePerSec, arrivals, ...ramp },
  }));
}
