import type { Recorder } from '../recording/recorder.ts';

/** Given-up datagrams that a thread remembers, for replies that may still come. */
const REMEMBERED_MAX = 131_072;
const SEQUENCES = 2 ** 32;

interface LostDatagram {
  readonly slot: number;
  readonly sequence: number;
  readonly intendedNs: number;
  readonly sentNs: number;
}

/**
 * Datagrams of a thread that had no reply in time. They are settled when nothing can come any more:
 * as `lost` at the end, or when so many more were lost that they had to be forgotten; as late when a
 * reply comes after all.
 */
export class LostDatagrams {
  readonly #recorder: Recorder;
  readonly #timeoutNs: number;
  readonly #rememberedMax: number;
  /** In the order they were lost. */
  readonly #remembered = new Map<number, LostDatagram>();
  /** By slot: how many are remembered, and the latest sequence that was forgotten. */
  readonly #ofSlot: Uint32Array;
  readonly #forgottenUpTo: Float64Array;

  constructor(
    recorder: Recorder,
    timeoutNs: number,
    slots: number,
    rememberedMax: number = REMEMBERED_MAX,
  ) {
    this.#recorder = recorder;
    this.#timeoutNs = timeoutNs;
    this.#rememberedMax = rememberedMax;
    this.#ofSlot = new Uint32Array(slots);
    this.#forgottenUpTo = new Float64Array(slots).fill(-1);
  }

  /** Messages of a client that are lost as far as is known. */
  countOf(slot: number): number {
    return this.#ofSlot[slot] ?? 0;
  }

  add(slot: number, sequence: number, intendedNs: number, sentNs: number): void {
    if (this.#remembered.size >= this.#rememberedMax) this.#forgetOldest();
    const lost = { slot, sequence, intendedNs, sentNs };
    this.#remembered.set(slot * SEQUENCES + sequence, lost);
    this.#ofSlot[slot] = this.countOf(slot) + 1;
  }

  /**
   * A verified reply to a message that is not in flight: `late` for one that was lost, with when it
   * was to start; `duplicated` for one that had its reply; `forgotten` where that can't be told.
   */
  reply(slot: number, sequence: number, nowNs: number): number | 'duplicated' | 'forgotten' {
    const lost = this.#remembered.get(slot * SEQUENCES + sequence);
    if (lost === undefined) {
      return sequence > (this.#forgottenUpTo[slot] ?? -1) ? 'duplicated' : 'forgotten';
    }
    this.#remove(lost);
    const { intendedNs, sentNs } = lost;
    this.#recorder.answeredLate(intendedNs, sentNs, sentNs + this.#timeoutNs, nowNs);
    return intendedNs;
  }

  /** No reply can come any more. */
  settleAll(): void {
    for (const lost of this.#remembered.values()) this.#settle(lost);
  }

  #forgetOldest(): void {
    const [oldest] = this.#remembered.values();
    if (oldest === undefined) return;
    this.#settle(oldest);
    this.#forgottenUpTo[oldest.slot] = oldest.sequence;
  }

  #settle(lost: LostDatagram): void {
    this.#remove(lost);
    this.#recorder.lost(lost.intendedNs, lost.sentNs, lost.sentNs + this.#timeoutNs);
  }

  #remove({ slot, sequence }: LostDatagram): void {
    this.#remembered.delete(slot * SEQUENCES + sequence);
    this.#ofSlot[slot] = this.countOf(slot) - 1;
  }
}
