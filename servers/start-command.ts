import { type ChildProcess, spawn } from 'node:child_process';
import { type Address, formatAddress } from '../protocol/address.ts';
import { withCpus } from '../sockets/cpu-affinity.ts';
import { answers } from './hosting/await-answer.ts';
import { awaitReady } from './hosting/await-ready.ts';
import { findFreePort } from './hosting/free-port.ts';
import type { ServerCommand } from './hosting/server-command.ts';
import { ServerGroup } from './hosting/server-group.ts';
import { ServerStartError } from './hosting/server-start-error.ts';
import { clearUnixSocketPath } from './hosting/unix-socket-file.ts';
import { watchOverGroup } from './hosting/watch-over-group.ts';
import type { StartServerOptions } from './start-server.ts';
import type { RunningServer, ServerExit, ServerOptions } from './strategy.ts';

/** A program that ends its own children in good order needs longer than a host of ours. */
const STOP_GRACE_MS = 2000;

/**
 * Starts a program in a process group of its own and resolves when clients can connect. The group
 * is killed when this process ends, however that happens.
 *
 * @throws {ServerStartError} when it does not come up; nothing of it is left then
 */
export async function startCommand(
  server: ServerCommand,
  listen: ServerOptions['listen'],
  { readyTimeoutMs = 10_000, cpus, logs = 'keep' }: StartServerOptions = {},
): Promise<RunningServer> {
  const told = await chooseAddress(server, listen);
  await refuseTaken(server.name, told);
  const start = () => spawnCommand(server, told);
  const child = cpus === undefined ? start() : withCpus(cpus, start);
  const failed = new Promise<Error>((resolve) => child.on('error', resolve));
  if (child.pid === undefined) throw explainUnstarted(server, await failed);
  const group = new ServerGroup(child, child.pid, {
    showLog: logs === 'inherit',
    stopGraceMs: STOP_GRACE_MS,
  });
  const dismiss = watchOverGroup(child.pid);
  const exited = group.exited
    .finally(dismiss)
    .then(
      (exit): ServerExit => ({ ...exit, connectionsPerWorker: [], disconnectedSlowReaders: null }),
    );
  exited.catch(() => {}); // reported to whoever asks; nobody need ask
  const address = await awaitReady(server, told, { child, group }, readyTimeoutMs);
  const stop = async (): Promise<ServerExit> => {
    await group.stop();
    if (address.transport === 'unix') await clearUnixSocketPath(address.path);
    return exited;
  };
  return { address, pid: group.pid, exited, stop };
}

async function chooseAddress(
  { port }: ServerCommand,
  listen: ServerOptions['listen'],
): Promise<Address> {
  if (listen.transport === 'unix') return listen;
  const { transport, host } = listen;
  return { transport, host, port: port === 'free' ? await findFreePort(transport, host) : port };
}

/** Whoever answers there already would be taken for the server. */
async function refuseTaken(name: string, address: Address): Promise<void> {
  if (!(await answers(address))) return;
  throw new ServerStartError(
    'address-in-use',
    `${name} was not started: a server answers at ${formatAddress(address)} already; end it, or choose another port`,
  );
}

function spawnCommand({ command, cwd, env }: ServerCommand, address: Address): ChildProcess {
  const [program = '', ...args] = command.map((part) => fillIn(part, address));
  const own = Object.entries(env ?? {}).map(([key, value]) => [key, fillIn(value, address)]);
  return spawn(program, args, {
    // Its own group: a Ctrl-C at our terminal is ours to handle, and the group can be killed whole.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      ...(address.transport === 'unix' ? {} : { PORT: String(address.port) }),
      ...Object.fromEntries(own),
    },
    ...(cwd === undefined ? {} : { cwd }),
  });
}

function fillIn(text: string, address: Address): string {
  if (address.transport === 'unix') return text.replaceAll('{path}', address.path);
  return text.replaceAll('{port}', String(address.port)).replaceAll('{host}', address.host);
}

function explainUnstarted({ name, command }: ServerCommand, { message }: Error): ServerStartError {
  return new ServerStartError(
    'failed',
    `${name} could not be started (${message}): check the program '${command[0]}' and its folder`,
  );
}
