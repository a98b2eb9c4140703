import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Address, formatAddress } from '../protocol/address.ts';
import { withCpus } from '../sockets/cpu-affinity.ts';
import { answers, awaitAnswer } from './hosting/await-answer.ts';
import { awaitLine } from './hosting/await-line.ts';
import { findFreePort } from './hosting/free-port.ts';
import { readSaidAddress } from './hosting/said-address.ts';
import { ServerGroup } from './hosting/server-group.ts';
import { ServerStartError } from './hosting/server-start-error.ts';
import { clearUnixSocketPath } from './hosting/unix-socket-file.ts';
import { watchOverGroup } from './hosting/watch-over-group.ts';
import type { StartServerOptions } from './start-server.ts';
import type { RunningServer, ServerExit, ServerOptions } from './strategy.ts';

/** How a server that is not built in is started, in any language; plain data. */
export interface ServerCommand {
  readonly name: string;
  /** The program and its arguments, no shell. `{port}`, `{host}` and `{path}` are filled in. */
  readonly command: readonly string[];
  readonly cwd?: string;
  /** Added to our own environment, with the same places filled in; PORT is set anyway. */
  readonly env?: Readonly<Record<string, string>>;
  /** `free` chooses one that nobody listens on. Of no use to a unix socket. */
  readonly port: number | 'free';
  /**
   * `port`: it is ready when it takes a connection (a datagram), which the probe makes: one client
   * more than the load. `line`: when it prints a line that matches, on either stream; the groups
   * `address` and `port` of the expression tell where it listens, if that is not as it was told.
   */
  readonly ready: 'port' | { readonly line: string };
}

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
  const address = await awaitReady(server, child, group, told, readyTimeoutMs);
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

async function awaitReady(
  server: ServerCommand,
  child: ChildProcess,
  group: ServerGroup,
  told: Address,
  readyTimeoutMs: number,
): Promise<Address> {
  const end = new AbortController();
  const late = sleep(readyTimeoutMs, 'late' as const, { signal: end.signal }).catch(() => null);
  const ended = group.exited.then(() => null);
  try {
    const ready =
      server.ready === 'port'
        ? awaitAnswer(told, end.signal).then(() => told)
        : awaitOwnWords(server.name, child, new RegExp(server.ready.line), told);
    const first = await Promise.race([ready, late, ended]);
    if (first !== null && first !== 'late') return first;
    const exit = await group.kill();
    throw describeFailure(server, told, exit, first === 'late' ? readyTimeoutMs : null);
  } catch (error) {
    await group.kill();
    throw error;
  } finally {
    end.abort();
  }
}

function describeFailure(
  { name, ready }: ServerCommand,
  address: Address,
  { code, signal, stderrTail }: Pick<ServerExit, 'code' | 'signal' | 'stderrTail'>,
  lateMs: number | null,
): ServerStartError {
  if (lateMs === null) {
    const how = signal ?? `exit code ${code}`;
    return new ServerStartError('died', `${name} ended before it was ready (${how})`, stderrTail);
  }
  const awaited =
    ready === 'port'
      ? `did not answer at ${formatAddress(address)}`
      : `printed no line that matches /${ready.line}/`;
  return new ServerStartError(
    'not-ready',
    `${name} ${awaited} within ${lateMs / 1000} s and was killed: ${adviseLate(ready, address)}`,
    stderrTail,
  );
}

/** The commonest cause is a server that chooses its place itself. */
function adviseLate(ready: ServerCommand['ready'], { transport }: Address): string {
  if (ready !== 'port') return 'look whether its words are as the expression of `ready` expects';
  const told = transport === 'unix' ? '{path} in its command' : '{port} in its command, or PORT';
  return `it has to listen where it is told (${told})`;
}

async function awaitOwnWords(
  name: string,
  { stdout, stderr }: ChildProcess,
  pattern: RegExp,
  told: Address,
): Promise<Address> {
  const streams = [stdout, stderr].filter((stream) => stream !== null);
  const { groups = {} } = await awaitLine(streams, pattern);
  try {
    return readSaidAddress(groups, told);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ServerStartError(
      'failed',
      `${name} can't be followed to where it listens: ${reason}`,
    );
  }
}
