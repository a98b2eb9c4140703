/** Clients by the time their next message is due: a binary heap over numbers, nothing allocated. */
export class DueQueue {
  size = 0;
  readonly #clients: Int32Array;
  readonly #dueNs: Float64Array;

  constructor(capacity: number) {
    this.#clients = new Int32Array(capacity);
    this.#dueNs = new Float64Array(capacity);
  }

  /** The earliest due time, or Infinity when nothing waits. */
  get nextDueNs(): number {
    return this.size === 0 ? Number.POSITIVE_INFINITY : (this.#dueNs[0] ?? 0);
  }

  push(client: number, dueNs: number): void {
    if (this.size === this.#clients.length) throw new RangeError('the due queue is full');
    let hole = this.size;
    this.size += 1;
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      const parentDueNs = this.#dueNs[parent] ?? 0;
      if (parentDueNs <= dueNs) break;
      this.#put(hole, this.#clients[parent] ?? 0, parentDueNs);
      hole = parent;
    }
    this.#put(hole, client, dueNs);
  }

  /** Takes the client that is due first; the queue must not be empty. */
  pop(): number {
    if (this.size === 0) throw new RangeError('the due queue is empty');
    const first = this.#clients[0] ?? 0;
    this.size -= 1;
    const last = this.size;
    if (last > 0) this.#sink(this.#clients[last] ?? 0, this.#dueNs[last] ?? 0);
    return first;
  }

  #sink(client: number, dueNs: number): void {
    let hole = 0;
    for (;;) {
      let child = 2 * hole + 1;
      if (child >= this.size) break;
      const right = child + 1;
      if (right < this.size && (this.#dueNs[right] ?? 0) < (this.#dueNs[child] ?? 0)) child = right;
      const childDueNs = this.#dueNs[child] ?? 0;
      if (dueNs <= childDueNs) break;
      this.#put(hole, this.#clients[child] ?? 0, childDueNs);
      hole = child;
    }
    this.#put(hole, client, dueNs);
  }

  #put(slot: number, client: number, dueNs: number): void {
    this.#clients[slot] = client;
    this.#dueNs[slot] = dueNs;
  }
}
