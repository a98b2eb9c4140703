import type { Connections } from '../../results/trial-result.ts';
import type { ConnectionCount } from './share-result.ts';

/** How the connections of one load thread came and went. */
export class ConnectionCounts {
  readonly #counts: { -readonly [K in ConnectionCount]: number } = {
    attempted: 0,
    established: 0,
    served: 0,
    starved: 0,
    refused: 0,
    reset: 0,
    closedByServer: 0,
  };
  readonly #broken = new Map<string, number>();

  get established(): number {
    return this.#counts.established;
  }

  get served(): number {
    return this.#counts.served;
  }

  count(what: 'attempted' | 'established' | 'served'): void {
    this.#counts[what] += 1;
  }

  /** A connection ended that the client had not finished with. */
  ended(code: string): void {
    if (code !== 'END_OF_STREAM') this.#broken.set(code, (this.#broken.get(code) ?? 0) + 1);
    if (code === 'END_OF_STREAM') this.#counts.closedByServer += 1;
    else if (code === 'ECONNREFUSED') this.#counts.refused += 1;
    else if (code === 'ECONNRESET' || code === 'EPIPE') this.#counts.reset += 1;
  }

  read(): Connections {
    const { attempted, served } = this.#counts;
    return {
      ...this.#counts,
      starved: attempted - served,
      failed: Object.fromEntries(this.#broken),
    };
  }
}
