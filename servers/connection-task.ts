import type { ServerOptions, WorkOptions } from './strategy.ts';

/** What a process or a thread that serves one connection is told. Plain data. */
export interface ConnectionTask {
  /** Who gave it: a child process must not outlive it. */
  readonly parentPid: number;
  readonly service: string;
  readonly work: WorkOptions;
  readonly peer: string;
}

export function createConnectionTask(options: ServerOptions, peer: string): ConnectionTask {
  return { parentPid: process.pid, service: options.service, work: options.work, peer };
}
