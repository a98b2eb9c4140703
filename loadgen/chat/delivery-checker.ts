/** What a room must never do to a message, whoever reads slowly. */
export type DeliveryFault =
  /** Said by nobody who speaks in this room. */
  | 'unknown-sender'
  /** Said in another room. */
  | 'foreign-room'
  | 'wrong-text'
  /** Heard by the one who said it. */
  | 'own-message'
  /** Not said at all, or not yet. */
  | 'unsaid'
  | 'duplicated'
  /** Heard after a later message of the same member. */
  | 'misordered';

/** `gap`: right, but an earlier message is missing: it is lost, or comes in the wrong order. */
export type Hearing = 'right' | 'gap' | DeliveryFault;

/** What a text turned out to be when it was held against what the sender says at this place. */
export type TextOrigin = 'right' | 'wrong' | 'other-room';

export interface MissingDelivery {
  readonly receiver: number;
  readonly speaker: number;
  readonly sequence: number;
}

/**
 * Holds what the members of one room hear against what was said in it: each message once, each
 * speaker's in the order in which they were said, from 1. It knows no sockets and no clock, and for
 * every pair of members it keeps one number, as long as nothing is missing.
 */
export class DeliveryChecker {
  readonly #speakers: number;
  /** By speaker. */
  readonly #said: Uint32Array;
  /** The sequence that is due next, by receiver and speaker. */
  readonly #due: Uint32Array;
  /** What was passed over, by receiver and speaker. */
  readonly #missing = new Map<number, Set<number>>();

  /** Members are numbered from 0, those who speak first. */
  constructor(members: number, speakers: number) {
    this.#speakers = speakers;
    this.#said = new Uint32Array(speakers);
    this.#due = new Uint32Array(members * speakers).fill(1);
  }

  /** Gives the sequence of what is said now. */
  say(speaker: number): number {
    const sequence = this.saidBy(speaker) + 1;
    this.#said[speaker] = sequence;
    return sequence;
  }

  /** How many messages; also the sequence of the last. */
  saidBy(speaker: number): number {
    return this.#said[speaker] ?? 0;
  }

  /** The sequence of the next message that this receiver must hear of this speaker. */
  dueTo(receiver: number, speaker: number): number {
    return this.#due[receiver * this.#speakers + speaker] ?? 1;
  }

  /** Whether it is just what must come next, as far as who and when go: the text is still open. */
  isDue(receiver: number, speaker: number, sequence: number): boolean {
    return (
      speaker >= 0 &&
      speaker < this.#speakers &&
      speaker !== receiver &&
      sequence === this.dueTo(receiver, speaker) &&
      sequence <= this.saidBy(speaker)
    );
  }

  /** Notes what a receiver hears, in the order in which it hears it. */
  hear(receiver: number, speaker: number, sequence: number, text: TextOrigin): Hearing {
    if (text === 'other-room') return 'foreign-room';
    if (speaker < 0 || speaker >= this.#speakers) return 'unknown-sender';
    if (text === 'wrong') return 'wrong-text';
    if (speaker === receiver) return 'own-message';
    if (sequence < 1 || sequence > this.saidBy(speaker)) return 'unsaid';
    const pair = receiver * this.#speakers + speaker;
    const due = this.#due[pair] ?? 1;
    if (sequence < due) {
      return this.#missing.get(pair)?.delete(sequence) === true ? 'misordered' : 'duplicated';
    }
    this.#due[pair] = sequence + 1;
    if (sequence === due) return 'right';
    this.#miss(pair, due, sequence);
    return 'gap';
  }

  /**
   * What was passed over and has not come since: a later message of the same speaker was heard, so
   * on a connection that keeps the order it is lost.
   */
  *missing(): Iterable<MissingDelivery> {
    for (const [pair, sequences] of this.#missing) {
      const receiver = Math.floor(pair / this.#speakers);
      for (const sequence of sequences) {
        yield { receiver, speaker: pair % this.#speakers, sequence };
      }
    }
  }

  #miss(pair: number, from: number, to: number): void {
    const sequences = this.#missing.get(pair) ?? new Set();
    for (let sequence = from; sequence < to; sequence += 1) sequences.add(sequence);
    this.#missing.set(pair, sequences);
  }
}
