/** How often a place is looked at that has not taken all it was sent, milliseconds. */
const LOOK_MS = 600;

/** So many looks in a row at which it has taken nothing, and it is stuck: 3 s. */
const LOOKS_MAX = 5;

/**
 * Watches that a place takes what it is sent: where one does not, all who speak to it wait, and a
 * place that hangs would hold them up for ever. So after {@link LOOKS_MAX} looks without a sign of
 * life it is given up.
 *
 * Looks are counted, and no clock is read: who was suspended together with the place that it
 * watches finds one look overdue, and not all of them.
 */
export class Patience {
  readonly #giveUp: () => void;
  /** Sent and not taken yet. */
  #waiting = 0;
  #taken = 0;
  #timer: NodeJS.Timeout | null = null;

  /** @param giveUp called at most once for each time that its patience has ended */
  constructor(giveUp: () => void) {
    this.#giveUp = giveUp;
  }

  sent(): void {
    this.#waiting += 1;
    if (this.#timer === null) this.#look(this.#taken, LOOKS_MAX);
  }

  taken(): void {
    this.#waiting -= 1;
    this.#taken += 1;
  }

  /** The place is gone: nobody waits for it any more. */
  end(): void {
    this.#waiting = 0;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #look(takenBefore: number, looksLeft: number): void {
    this.#timer = setTimeout(() => {
      this.#timer = null;
      if (this.#waiting === 0) return;
      if (this.#taken !== takenBefore) this.#look(this.#taken, LOOKS_MAX);
      else if (looksLeft > 1) this.#look(takenBefore, looksLeft - 1);
      else this.#giveUp();
    }, LOOK_MS).unref();
  }
}
