import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Load, Workload } from '../../results/trial.ts';
import type { TrialResult } from '../../results/trial-result.ts';
import { startCommand } from '../../servers/start-command.ts';
import { type StartServerOptions, startServer } from '../../servers/start-server.ts';
import type { RunningServer, ServerOptions } from '../../servers/strategy.ts';
import type { BuiltInServer, Cell } from '../plan/cells.ts';
import { type FollowedTrial, measureTrial, type TrialSetting } from './measure-trial.ts';
import { type StartedLoad, startLoad } from './start-load.ts';

/**
 * One trial of a server that is ours to start: a fresh server process, a fresh load process, both
 * gone at the end. A server that dies on the way leaves an `incomplete` result with what was
 * measured; one that does not start throws a ServerStartError, a load that fails a LoadFailure.
 */
export async function runTrial(cell: Cell, followed: FollowedTrial): Promise<TrialResult> {
  const { trial, setting } = followed;
  const folder = cell.transport === 'unix' ? mkdtempSync(join(tmpdir(), 'echosounder-')) : null;
  try {
    const [server, load] = await startBoth(cell, trial.load, setting, folder);
    try {
      return await measureTrial({
        ...followed,
        server,
        target: server.address,
        load,
        mayEnd: cell.admitsOne,
        answersOnce: cell.answersOnce,
      });
    } finally {
      await Promise.all([server.stop(), load.end()]);
    }
  } finally {
    if (folder !== null) rmSync(folder, { recursive: true, force: true });
  }
}

/** If one of the two does not come up, the other is ended too. */
async function startBoth(
  cell: Cell,
  plannedLoad: Load,
  setting: TrialSetting,
  folder: string | null,
): Promise<[RunningServer, StartedLoad]> {
  const { placement, readyTimeoutMs } = setting;
  const cpus = placement.pinned ? placement : null;
  const started = await Promise.allSettled([
    startCell(cell, setting, folder, {
      readyTimeoutMs,
      ...(cpus === null ? {} : { cpus: cpus.serverCpus }),
    }),
    startLoad(plannedLoad, cpus?.loadCpus ?? null),
  ]);
  const [server, load] = started;
  if (server.status === 'fulfilled' && load.status === 'fulfilled')
    return [server.value, load.value];
  if (server.status === 'fulfilled') await server.value.stop();
  if (load.status === 'fulfilled') await load.value.end();
  throw server.status === 'rejected'
    ? server.reason
    : load.status === 'rejected'
      ? load.reason
      : null;
}

function startCell(
  { server, service, transport, host, workload }: Cell,
  setting: TrialSetting,
  folder: string | null,
  options: StartServerOptions,
): Promise<RunningServer> {
  const listen: ServerOptions['listen'] =
    folder === null
      ? { transport: transport === 'udp' ? 'udp' : 'tcp', host, port: 0 }
      : { transport: 'unix', path: join(folder, 's') };
  if ('command' in server) return startCommand(server.command, listen, options);
  const built = serverOptions(server, setting, workload);
  return startServer(server.strategy, { ...built, service: service ?? 'echo', listen }, options);
}

function serverOptions(
  { workers, distribution }: BuiltInServer,
  setting: TrialSetting,
  workload: Workload,
): Omit<ServerOptions, 'service' | 'listen'> {
  return {
    backlog: setting.backlog,
    workers: workers ?? setting.workers,
    distribution,
    work: {
      rounds: setting.workRounds,
      messageBytes: workload.kind === 'greet' ? 1 : workload.payloadBytes,
    },
  };
}
