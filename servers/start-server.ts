import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Address } from '../protocol/address.ts';
import { checkUnixPath, formatAddress, parseAddress } from '../protocol/address.ts';
import { withCpus } from '../sockets/cpu-affinity.ts';
import { HostProcess } from './hosting/host-process.ts';
import { explainStartFailure, ServerStartError } from './hosting/server-start-error.ts';
import { siblingFile } from './hosting/sibling-file.ts';
import type { SocketFile } from './hosting/unix-socket-file.ts';
import {
  clearUnixSocketPath,
  identifySocketFile,
  removeSocketFile,
} from './hosting/unix-socket-file.ts';
import { STRATEGY_NAMES } from './registry.ts';
import { SERVICE_NAMES } from './services/registry.ts';
import type { RunningServer, ServerExit, ServerOptions } from './strategy.ts';

export interface StartServerOptions {
  /** Longest wait for the server to listen, milliseconds. */
  readonly readyTimeoutMs?: number;
  /** CPUs the whole server may run on (Linux); all of them when left out. */
  readonly cpus?: readonly number[];
  /** Whether the server's log also appears on our standard error. Its tail is kept either way. */
  readonly logs?: 'keep' | 'inherit';
}

/**
 * Starts a server in a process group of its own and resolves when clients can connect.
 *
 * @throws {ServerStartError} when it does not come up; nothing of it is left then
 */
export async function startServer(
  strategyName: string,
  options: ServerOptions,
  { readyTimeoutMs = 10_000, cpus, logs = 'keep' }: StartServerOptions = {},
): Promise<RunningServer> {
  checkNames(strategyName, options.service);
  await makeRoom(strategyName, options);

  const host = await spawnHost(strategyName, options, cpus, logs === 'inherit');
  const address = await awaitListening(host, strategyName, options, readyTimeoutMs);

  const socketFile = address.transport === 'unix' ? await identifySocketFile(address.path) : null;
  const exited = host.exited.then((exit) => tidy(exit, socketFile));
  exited.catch(() => {}); // reported to whoever asks; nobody need ask
  return {
    address,
    pid: host.pid,
    exited,
    stop: async () => {
      await host.stop();
      return exited;
    },
  };
}

function checkNames(strategyName: string, serviceName: string): void {
  if (!STRATEGY_NAMES.includes(strategyName)) {
    throw new ServerStartError(
      'unknown-name',
      `there is no strategy '${strategyName}'; there are ${STRATEGY_NAMES.join(', ')}`,
    );
  }
  if (!SERVICE_NAMES.includes(serviceName)) {
    throw new ServerStartError(
      'unknown-name',
      `there is no service '${serviceName}'; there are ${SERVICE_NAMES.join(', ')}`,
    );
  }
}

async function makeRoom(strategyName: string, { listen }: ServerOptions): Promise<void> {
  if (listen.transport !== 'unix') return;
  const failed = `${strategyName} could not listen on ${formatAddress(listen)}`;
  const folder = dirname(checkUnixPath(listen.path));
  // Node.js would say that permission was denied.
  if (!existsSync(folder)) {
    throw new ServerStartError(
      'address-not-available',
      `${failed}: there is no folder ${folder}; make it, or choose another path`,
    );
  }
  const obstacle = await clearUnixSocketPath(listen.path);
  if (obstacle === null) return;
  throw new ServerStartError(
    'address-in-use',
    `${failed}: ${obstacle}; end it, or choose another path`,
  );
}

async function spawnHost(
  strategyName: string,
  options: ServerOptions,
  cpus: readonly number[] | undefined,
  showLog: boolean,
): Promise<HostProcess> {
  const file = siblingFile(import.meta.url, 'host');
  const start = () =>
    spawn(process.execPath, [file, strategyName, JSON.stringify(options), String(process.pid)], {
      // Its own group: a Ctrl-C at our terminal is ours to handle, and the group can be killed whole.
      detached: true,
      stdio: ['pipe', 'ignore', 'pipe', 'pipe'],
      env: { ...process.env, NODE_COMPILE_CACHE: compileCacheFolder() },
    });
  const child = cpus === undefined ? start() : withCpus(cpus, start);
  child.on('error', () => {}); // told by the missing pid, and by `exited`
  if (child.pid === undefined) {
    throw new ServerStartError('died', `no process could be made for ${strategyName}`);
  }
  return new HostProcess(child, child.pid, showLog);
}

/**
 * With the cache a server starts in half the time and 17 MB smaller: the compiler that strips the
 * types never has to be loaded. Children and grandchildren inherit the setting. The folder belongs
 * to whoever installed us: what lies there is run, so it must not be one that anybody can write to.
 */
function compileCacheFolder(): string {
  const folder = new URL('../node_modules/.cache/echosounder-compile', import.meta.url);
  return process.env.NODE_COMPILE_CACHE ?? fileURLToPath(folder);
}

async function awaitListening(
  host: HostProcess,
  strategyName: string,
  options: ServerOptions,
  readyTimeoutMs: number,
): Promise<Address> {
  const giveUp = new AbortController();
  const late = sleep(readyTimeoutMs, 'late' as const, { signal: giveUp.signal }).catch(() => null);
  const message = await Promise.race([host.firstMessage, late]);
  giveUp.abort();
  if (message !== null && message !== 'late' && 'listening' in message) {
    return parseAddress(message.listening);
  }

  const exit = await host.kill();
  if (options.listen.transport === 'unix') await clearUnixSocketPath(options.listen.path);
  if (message === 'late') {
    throw new ServerStartError(
      'not-ready',
      `${strategyName} did not listen within ${readyTimeoutMs} ms and was killed; allow it more time, or look at its log`,
      exit.stderrTail,
    );
  }
  if (message === null || !('error' in message)) {
    throw new ServerStartError(
      'died',
      `${strategyName} died before it could listen (${exit.signal ?? `exit code ${exit.code}`})`,
      exit.stderrTail,
    );
  }
  const address = formatAddress(options.listen);
  throw explainStartFailure(strategyName, address, message.error, exit.stderrTail);
}

async function tidy(exit: ServerExit, socketFile: SocketFile | null): Promise<ServerExit> {
  if (socketFile !== null) await removeSocketFile(socketFile);
  return exit;
}
