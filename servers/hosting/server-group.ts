import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { groupGone, killGroup } from './process-group.ts';

/** From SIGTERM to SIGKILL. */
const STOP_GRACE_MS = 1000;
/** From the end of the root to the end of its children, who die by the kernel's hand. */
const CHILDREN_GRACE_MS = 250;
/** From SIGKILL to the last process gone: the kernel needs moments, an overloaded host more. */
const KILL_TIMEOUT_MS = 5000;
/** From the end of the processes to the last of their words read. */
const LAST_WORDS_TIMEOUT_MS = 500;
const TAIL_BYTES = 2048;

export interface GroupExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Its last 2 KiB on standard error, and on standard output where that is a pipe. */
  readonly stderrTail: string;
  /** Whether something of it had to be killed. */
  readonly forced: boolean;
}

export interface ServerGroupOptions {
  /** Whether its words also appear on our standard error. */
  readonly showLog: boolean;
  readonly stopGraceMs?: number;
}

/** A process that leads a group of its own, as its parent holds it: its last words, and its end. */
export class ServerGroup {
  readonly pid: number;
  /** Resolves when no process of the group is left, whoever ended it. */
  readonly exited: Promise<GroupExit>;
  readonly #child: ChildProcess;
  readonly #stopGraceMs: number;
  #ended = false;
  #forced = false;
  #tail = Buffer.alloc(0);

  constructor(
    child: ChildProcess,
    pid: number,
    { showLog, stopGraceMs = STOP_GRACE_MS }: ServerGroupOptions,
  ) {
    this.#child = child;
    this.pid = pid;
    this.#stopGraceMs = stopGraceMs;
    this.#keepWords(showLog);
    this.exited = this.#end();
  }

  /** SIGTERM to the root, then, if that takes too long, SIGKILL to the whole group. */
  async stop(): Promise<GroupExit> {
    this.#child.kill('SIGTERM');
    return this.#killAfter(this.#stopGraceMs);
  }

  /** SIGKILL to the whole group. */
  async kill(): Promise<GroupExit> {
    return this.#killAfter(0);
  }

  async #killAfter(graceMs: number): Promise<GroupExit> {
    const timer = setTimeout(() => this.#force(), graceMs);
    const exit = await this.exited;
    clearTimeout(timer);
    return exit;
  }

  #force(): void {
    if (this.#ended) return; // the group's number may belong to somebody else by now
    this.#forced = true;
    killGroup(this.pid);
  }

  async #end(): Promise<GroupExit> {
    const closed = once(this.#child, 'close');
    const [code, signal] = await once(this.#child, 'exit');
    if (!(await groupGone(this.pid, CHILDREN_GRACE_MS))) {
      this.#force();
      if (!(await groupGone(this.pid, KILL_TIMEOUT_MS))) {
        throw new Error(
          `processes of group ${this.pid} survived SIGKILL for ${KILL_TIMEOUT_MS} ms: look at them with ps -o pid,stat,wchan -g ${this.pid}`,
        );
      }
    }
    this.#ended = true;
    await this.#awaitLastWords(closed);
    return { code, signal, stderrTail: this.#tail.toString(), forced: this.#forced };
  }

  /** A process that left the group may hold its pipes for ever, and would keep us with them. */
  async #awaitLastWords(closed: Promise<unknown>): Promise<void> {
    const read = new AbortController();
    const late = sleep(LAST_WORDS_TIMEOUT_MS, null, { signal: read.signal }).catch(() => null);
    await Promise.race([closed, late]);
    read.abort();
    for (const stream of this.#child.stdio) stream?.destroy();
  }

  #keepWords(show: boolean): void {
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        if (show) process.stderr.write(chunk);
        this.#tail = Buffer.concat([this.#tail, chunk]).subarray(-TAIL_BYTES);
      });
    }
  }
}
