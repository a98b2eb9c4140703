/** More senders than this are not kept apart: a hostile server could name new ones for ever. */
const SENDERS_MAX = 10_000;

/**
 * Counts what each sender of a room said. A sender who was seen to come begins with 1; of one who
 * was there before, the first message that is heard sets the count.
 */
export class SequenceWatch {
  readonly #lastOf = new Map<string, number>();

  came(name: string): void {
    if (this.#lastOf.size < SENDERS_MAX) this.#lastOf.set(name, 0);
  }

  left(name: string): void {
    this.#lastOf.delete(name);
  }

  /** What is wrong with the order; null when it is right. */
  heard(name: string, sequence: number): string | null {
    const last = this.#lastOf.get(name);
    const isNewest = last === undefined || sequence > last;
    const hasRoom = last !== undefined || this.#lastOf.size < SENDERS_MAX;
    if (isNewest && hasRoom) this.#lastOf.set(name, sequence);
    if (last === undefined || sequence === last + 1) return null;
    if (!isNewest) return `message ${sequence} of ${name} came again, or too late`;
    const missing = sequence - last - 1;
    return missing === 1
      ? `1 message of ${name} is missing`
      : `${missing} messages of ${name} are missing`;
  }
}
