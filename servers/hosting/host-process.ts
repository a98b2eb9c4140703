import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ServerExit, WorkerDatagrams } from '../strategy.ts';
import type { HostMessage } from './host-message.ts';
import { HOST_MESSAGE_DESCRIPTOR, parseHostMessage } from './host-message.ts';
import { groupGone, killGroup } from './process-group.ts';

/** From SIGTERM to SIGKILL. */
const STOP_GRACE_MS = 1000;
/** From the end of the root to the end of its children, who die by the kernel's hand. */
const CHILDREN_GRACE_MS = 250;
/** From SIGKILL to the last process gone: the kernel needs moments, an overloaded host more. */
const KILL_TIMEOUT_MS = 5000;
/** From the end of the processes to the last of their words read. */
const LAST_WORDS_TIMEOUT_MS = 500;
const STDERR_TAIL_BYTES = 2048;

/** A server's process group as its parent holds it: what it says, and how it ends. */
export class HostProcess {
  readonly pid: number;
  /** Resolves when no process of the group is left, whoever ended it. */
  readonly exited: Promise<ServerExit>;
  /** The first thing it reports; `null` when it ends without a word. */
  readonly firstMessage: Promise<HostMessage | null>;
  readonly #child: ChildProcess;
  #ended = false;
  #forced = false;
  #stderrTail = Buffer.alloc(0);
  #connectionsPerWorker: readonly number[] = [];
  #datagramsPerWorker: readonly WorkerDatagrams[] | null = null;
  #disconnectedSlowReaders = 0;

  constructor(child: ChildProcess, pid: number, showLog: boolean) {
    this.#child = child;
    this.pid = pid;
    this.#keepStderr(showLog);
    this.firstMessage = this.#listen();
    this.exited = this.#end();
    child.stdin?.on('error', () => {}); // the lifeline carries nothing that could be lost
  }

  get stderrTail(): string {
    return this.#stderrTail.toString();
  }

  /** SIGTERM to the root, then, if that takes too long, SIGKILL to the whole group. */
  async stop(): Promise<ServerExit> {
    this.#child.kill('SIGTERM');
    return this.#killAfter(STOP_GRACE_MS);
  }

  /** SIGKILL to the whole group. */
  async kill(): Promise<ServerExit> {
    return this.#killAfter(0);
  }

  async #killAfter(graceMs: number): Promise<ServerExit> {
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

  async #end(): Promise<ServerExit> {
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
    await Promise.race([closed, sleep(LAST_WORDS_TIMEOUT_MS, null, { ref: false })]);
    return {
      code,
      signal,
      connectionsPerWorker: this.#connectionsPerWorker,
      ...(this.#datagramsPerWorker === null
        ? {}
        : { datagramsPerWorker: this.#datagramsPerWorker }),
      disconnectedSlowReaders: this.#disconnectedSlowReaders,
      stderrTail: this.stderrTail,
      forced: this.#forced,
    };
  }

  #keepStderr(show: boolean): void {
    this.#child.stderr?.on('data', (chunk: Buffer) => {
      if (show) process.stderr.write(chunk);
      this.#stderrTail = Buffer.concat([this.#stderrTail, chunk]).subarray(-STDERR_TAIL_BYTES);
    });
  }

  #listen(): Promise<HostMessage | null> {
    const pipe = this.#child.stdio[HOST_MESSAGE_DESCRIPTOR] as Readable;
    pipe.on('error', () => {}); // it ends with its process; `exited` tells
    const lines = createInterface({ input: pipe });
    return new Promise((resolve) => {
      lines.on('line', (line) => {
        const message = parseHostMessage(line);
        if ('connectionsPerWorker' in message) {
          this.#connectionsPerWorker = message.connectionsPerWorker;
        }
        if ('datagramsPerWorker' in message) this.#datagramsPerWorker = message.datagramsPerWorker;
        if ('disconnectedSlowReaders' in message) {
          this.#disconnectedSlowReaders = message.disconnectedSlowReaders;
        }
        resolve(message);
      });
      lines.on('close', () => resolve(null));
    });
  }
}
