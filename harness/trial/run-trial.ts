import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Trial } from '../../results/trial.ts';
import type { TrialResult } from '../../results/trial-result.ts';
import { startServer } from '../../servers/start-server.ts';
import type { RunningServer, ServerOptions } from '../../servers/strategy.ts';
import type { Cell } from '../plan/cells.ts';
import { measureTrial, type TrialProgress, type TrialSetting } from './measure-trial.ts';
import { type StartedLoad, startLoad } from './start-load.ts';

/**
 * One trial of a built-in server: a fresh server process, a fresh load process, both gone at the
 * end. A server that dies on the way leaves an `incomplete` result with what was measured.
 */
export async function runTrial(
  cell: Cell,
  trial: Trial,
  setting: TrialSetting,
  onProgress: (progress: TrialProgress) => void,
  interrupt: AbortSignal,
): Promise<TrialResult> {
  const folder = cell.transport === 'unix' ? mkdtempSync(join(tmpdir(), 'echosounder-')) : null;
  try {
    const [server, load] = await startBoth(cell, setting, folder);
    try {
      const target = server.address;
      return await measureTrial({
        server,
        target,
        load,
        trial,
        setting,
        onProgress,
        interrupt,
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
  setting: TrialSetting,
  folder: string | null,
): Promise<[RunningServer, StartedLoad]> {
  const { placement, readyTimeoutMs } = setting;
  const cpus = placement.pinned ? placement : null;
  const started = await Promise.allSettled([
    startServer(cell.server.strategy, serverOptions(cell, setting, folder), {
      readyTimeoutMs,
      ...(cpus === null ? {} : { cpus: cpus.serverCpus }),
    }),
    startLoad(cpus?.loadCpus ?? null),
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

function serverOptions(cell: Cell, setting: TrialSetting, folder: string | null): ServerOptions {
  const { workload } = cell;
  return {
    service: cell.service,
    listen:
      folder === null
        ? { transport: cell.transport === 'udp' ? 'udp' : 'tcp', host: cell.host, port: 0 }
        : { transport: 'unix', path: join(folder, 's') },
    backlog: setting.backlog,
    workers: cell.server.workers ?? setting.workers,
    distribution: cell.server.distribution,
    work: {
      rounds: setting.workRounds,
      messageBytes: workload.kind === 'greet' ? 1 : workload.payloadBytes,
    },
  };
}
