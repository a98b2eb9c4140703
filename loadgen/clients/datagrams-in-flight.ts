import type { MessageSlab } from './message-slab.ts';

/**
 * Which datagrams of a thread wait for a reply, and which of them has waited longest. A message
 * lies in the cell that its sequence names (`sequence % room`), so a reply finds it at once,
 * in whatever order replies come. Those that were sent are linked in the order they left: all
 * clients have the same time-out, so whoever left first is lost first. Cells are numbered from 0 and
 * linked by their number plus one: 0 is nobody.
 */
export class DatagramsInFlight {
  readonly slab: MessageSlab;
  /** By cell: sequence plus one, 0 for a free cell. */
  readonly #sequences: Uint32Array;
  readonly #older: Uint32Array;
  readonly #newer: Uint32Array;
  #oldest = 0;
  #newest = 0;

  constructor(slab: MessageSlab) {
    this.slab = slab;
    const cells = slab.intendedNs.length;
    this.#sequences = new Uint32Array(cells);
    this.#older = new Uint32Array(cells);
    this.#newer = new Uint32Array(cells);
  }

  /** The cell that was sent from first, -1 for none. */
  get oldestCell(): number {
    return this.#oldest - 1;
  }

  cellOf(slot: number, sequence: number): number {
    const { room } = this.slab;
    return slot * room + (room === 1 ? 0 : sequence % room);
  }

  slotOf(cell: number): number {
    return Math.floor(cell / this.slab.room);
  }

  /** Sequence of the message in a cell, -1 for none. */
  sequenceIn(cell: number): number {
    return (this.#sequences[cell] ?? 0) - 1;
  }

  /** A message is in this cell from now on, though not sent yet. */
  occupy(cell: number, sequence: number): void {
    this.#sequences[cell] = sequence + 1;
  }

  /** It is handed to the socket. */
  send(cell: number, nowNs: number): void {
    this.slab.sentNs[cell] = nowNs;
    this.#older[cell] = this.#newest;
    this.#newer[cell] = 0;
    if (this.#newest === 0) this.#oldest = cell + 1;
    else this.#newer[this.#newest - 1] = cell + 1;
    this.#newest = cell + 1;
  }

  /** Answered or given up: `isSent` says whether it had left. */
  release(cell: number, isSent: boolean): void {
    this.#sequences[cell] = 0;
    if (!isSent) return;
    const older = this.#older[cell] ?? 0;
    const newer = this.#newer[cell] ?? 0;
    if (older === 0) this.#oldest = newer;
    else this.#newer[older - 1] = newer;
    if (newer === 0) this.#newest = older;
    else this.#older[newer - 1] = older;
  }
}
