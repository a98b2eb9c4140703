/** A reply that does not end with a line feed is over when nothing more comes for so long. */
const QUIET_MS = 50;

export type ReplyOutcome = 'replied' | 'silent' | 'ended';

/**
 * Decides when a line was answered. A stream has no messages, so this is a guess that serves people:
 * something came, and it ended with a line feed or was followed by silence.
 */
export class ReplyWatch {
  #settle: ((outcome: ReplyOutcome) => void) | null = null;
  #timer: NodeJS.Timeout | undefined;
  #hasEnded = false;

  /** Whether no reply can come any more, or nobody waits for one. */
  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** Resolves with the reply to what is sent now; `silent` when there is none within the time. */
  next(timeoutMs: number): Promise<ReplyOutcome> {
    if (this.#hasEnded) return Promise.resolve('ended');
    return new Promise((resolve) => {
      this.#settle = resolve;
      this.#settleAfter(timeoutMs, 'silent');
    });
  }

  received(text: string): void {
    if (text === '') return;
    if (text.endsWith('\n')) this.#settleAs('replied');
    else this.#settleAfter(QUIET_MS, 'replied');
  }

  end(): void {
    this.#hasEnded = true;
    this.#settleAs('ended');
  }

  #settleAfter(waitMs: number, outcome: ReplyOutcome): void {
    clearTimeout(this.#timer);
    if (this.#settle !== null) this.#timer = setTimeout(() => this.#settleAs(outcome), waitMs);
  }

  #settleAs(outcome: ReplyOutcome): void {
    clearTimeout(this.#timer);
    this.#settle?.(outcome);
    this.#settle = null;
  }
}
