import type { WorkerDatagrams } from '../strategy.ts';

/** Senders that are told apart: more than a load may have. Beyond that only datagrams are counted. */
const PEERS_MAX = 100_000;

/** Counts the datagrams that one worker received, and how many different peers sent them. */
export class PeerCount {
  #datagrams = 0;
  #peers = 0;
  readonly #portsByHost = new Map<string, Set<number>>();

  add(host: string, port: number): void {
    this.#datagrams++;
    const ports = this.#portsByHost.get(host);
    if (ports?.has(port) === true || this.#peers === PEERS_MAX) return;
    this.#peers++;
    if (ports === undefined) this.#portsByHost.set(host, new Set([port]));
    else ports.add(port);
  }

  read(): WorkerDatagrams {
    return { peers: this.#peers, datagrams: this.#datagrams };
  }
}
