import { koffiFile } from '../sockets/libc.ts';
import type { ServerOptions, WorkOptions } from './strategy.ts';

/** What a process or a thread that serves connections is told. Plain data. */
export interface ConnectionTask {
  /** Who gave it: a child process must not outlive it. */
  readonly parentPid: number;
  readonly service: string;
  readonly work: WorkOptions;
  readonly peer: string;
}

/** What one that serves a single connection is told, by calls that block. */
export interface BlockingTask extends ConnectionTask {
  /** Where its parent found what makes system calls (`sockets/libc.ts`). */
  readonly koffiFile: string | null;
  /** A stream to whoever accepted, where clients hear of each other; else null. */
  readonly linkDescriptor: number | null;
}

export function createBlockingTask(
  options: ServerOptions,
  peer: string,
  linkDescriptor: number | null,
): BlockingTask {
  return { ...createConnectionTask(options, peer), koffiFile: koffiFile(), linkDescriptor };
}

export function createConnectionTask(options: ServerOptions, peer: string): ConnectionTask {
  return { parentPid: process.pid, service: options.service, work: options.work, peer };
}
