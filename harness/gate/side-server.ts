import { existsSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import type { ServerCommand } from '../../servers/hosting/server-command.ts';
import type { CheckedGate } from '../config/gate-config.ts';
import type { StrategyEntry } from '../config/strategy-config.ts';
import { labelServer } from '../plan/server-label.ts';

/** What the built-in strategies of a side are run by. */
const ENTRY = join('bin', 'echosounder.js');

/** What is the same for all built-in servers of a gate. */
export interface BuiltInOptions extends Pick<CheckedGate, 'service' | 'transport' | 'host'> {
  readonly backlog: number;
  readonly workers: number;
  /** Of the service `work`: both sides are told, because finding out gives another number each time. */
  readonly work: { readonly rounds: number; readonly messageBytes: number };
}

export function nameEntry(entry: StrategyEntry): string {
  if (typeof entry === 'string') return entry;
  return 'command' in entry ? entry.name : labelServer(entry);
}

/** Whether a folder holds the code of built-in strategies. */
export function hasBuiltIns(folder: string): boolean {
  return existsSync(join(folder, ENTRY));
}

/**
 * How one side's server is started: from that side's own code, with that side's own Node.js and
 * tools. What a server of ours is asked for goes through the command line, the one contract that
 * both sides keep, however far apart they are.
 */
export function commandForSide(
  folder: string,
  entry: StrategyEntry,
  options: BuiltInOptions,
): ServerCommand {
  const env = { PATH: [join(folder, 'node_modules', '.bin'), process.env.PATH].join(delimiter) };
  if (typeof entry === 'object' && 'command' in entry) {
    const { name, command, cwd = '.', port, ready } = entry;
    return { name, command, cwd: resolve(folder, cwd), env: { ...env, ...entry.env }, port, ready };
  }
  return {
    name: nameEntry(entry),
    command: [nodeOf(folder), ENTRY, 'serve', ...serveArguments(entry, options)],
    cwd: folder,
    // Otherwise both sides would keep their compiled code in head's folder.
    env: { ...env, NODE_COMPILE_CACHE: join(folder, 'node_modules/.cache/echosounder-compile') },
    port: 'free',
    ready: { line: '^listening (?<address>\\S+)$' },
  };
}

function serveArguments(
  entry: Exclude<StrategyEntry, { command: unknown }>,
  { service, transport, host, backlog, workers, work }: BuiltInOptions,
): string[] {
  const built = typeof entry === 'string' ? { strategy: entry } : entry;
  return [
    built.strategy,
    ...['--service', service, '--transport', transport],
    ...(transport === 'unix' ? ['--path', '{path}'] : ['--host', host, '--port', '0']),
    ...['--backlog', String(backlog), '--workers', String(built.workers ?? workers)],
    ...(service === 'work'
      ? ['--work-rounds', String(work.rounds), '--message-bytes', String(work.messageBytes)]
      : []),
    ...(built.distribution === undefined ? [] : ['--distribution', built.distribution]),
  ];
}

/** The Node.js that a side has pinned for itself, else the one that runs the harness. */
function nodeOf(folder: string): string {
  const pinned = join(folder, 'node_modules', '.bin', 'node');
  return existsSync(pinned) ? pinned : process.execPath;
}
