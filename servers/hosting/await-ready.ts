import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Address, formatAddress } from '../../protocol/address.ts';
import type { ServerExit } from '../strategy.ts';
import { awaitAnswer } from './await-answer.ts';
import { awaitLine } from './await-line.ts';
import { readSaidAddress } from './said-address.ts';
import type { ServerCommand } from './server-command.ts';
import type { ServerGroup } from './server-group.ts';
import { ServerStartError } from './server-start-error.ts';

/** A command that was started, and the process group that is ended with it. */
interface StartedCommand {
  readonly child: ChildProcess;
  readonly group: ServerGroup;
}

/**
 * Resolves with the address that the server of a command listens at, as soon as it is ready by the
 * sign that the command names. One that is not ready in time is killed.
 *
 * @throws {ServerStartError} when it ends or the time is over before that; nothing of it is left
 */
export async function awaitReady(
  server: ServerCommand,
  told: Address,
  { child, group }: StartedCommand,
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
