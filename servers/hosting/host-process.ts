import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { ServerExit, WorkerDatagrams } from '../strategy.ts';
import type { HostMessage } from './host-message.ts';
import { HOST_MESSAGE_DESCRIPTOR, parseHostMessage } from './host-message.ts';
import { type GroupExit, ServerGroup } from './server-group.ts';

/** A server's process group as its parent holds it: what it says, and how it ends. */
export class HostProcess {
  readonly pid: number;
  /** Resolves when no process of the group is left, whoever ended it. */
  readonly exited: Promise<ServerExit>;
  /** The first thing it reports; `null` when it ends without a word. */
  readonly firstMessage: Promise<HostMessage | null>;
  readonly #child: ChildProcess;
  readonly #group: ServerGroup;
  #connectionsPerWorker: readonly number[] = [];
  #datagramsPerWorker: readonly WorkerDatagrams[] | null = null;
  #disconnectedSlowReaders: number | null = null;

  constructor(child: ChildProcess, pid: number, showLog: boolean) {
    this.#child = child;
    this.pid = pid;
    this.#group = new ServerGroup(child, pid, { showLog });
    this.firstMessage = this.#listen();
    this.exited = this.#group.exited.then((exit) => this.#describeExit(exit));
    this.exited.catch(() => {}); // reported to whoever asks; nobody need ask
    child.stdin?.on('error', () => {}); // the lifeline carries nothing that could be lost
  }

  /** SIGTERM to the root, then, if that takes too long, SIGKILL to the whole group. */
  async stop(): Promise<ServerExit> {
    await this.#group.stop();
    return this.exited;
  }

  /** SIGKILL to the whole group. */
  async kill(): Promise<ServerExit> {
    await this.#group.kill();
    return this.exited;
  }

  #describeExit(exit: GroupExit): ServerExit {
    return {
      ...exit,
      connectionsPerWorker: this.#connectionsPerWorker,
      ...(this.#datagramsPerWorker === null
        ? {}
        : { datagramsPerWorker: this.#datagramsPerWorker }),
      disconnectedSlowReaders: this.#disconnectedSlowReaders,
    };
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
