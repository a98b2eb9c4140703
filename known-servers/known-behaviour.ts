/** What a server whose true answer is known is told to do; plain data. */
export type KnownBehaviour =
  /** Sends everything back, as cheaply as this language can. */
  | { readonly kind: 'null-echo' }
  /** Reads, and never says a word. */
  | { readonly kind: 'mute' }
  /** Echoes, but for message `faulty` (from 1) of connection 1. */
  | {
      readonly kind: 'corrupt' | 'duplicate' | 'swallow';
      readonly messageBytes: number;
      readonly faulty: number;
    }
  /** Echoes, but stands still for `frozenNs`, once, from `afterNs` after its first message on. */
  | {
      readonly kind: 'freeze';
      readonly messageBytes: number;
      readonly afterNs: number;
      readonly frozenNs: number;
    }
  /** Keeps its thread busy for `delayNs` per message, or `longDelayNs` for every `longEvery`th. */
  | {
      readonly kind: 'delay';
      readonly messageBytes: number;
      readonly delayNs: number;
      readonly longDelayNs: number;
      /** 0 for never. */
      readonly longEvery: number;
    }
  /** Computes for about `computeNs` per message, always the same. */
  | { readonly kind: 'compute'; readonly messageBytes: number; readonly computeNs: number };

/** What such a server knows of itself, told when it is stopped. */
export interface KnownServerLog {
  readonly connections: number;
  /** How long each message kept the thread busy, in the order served, ns; empty where not kept. */
  readonly busyNs: readonly number[];
  readonly freeze: FreezeLog | null;
}

export interface FreezeLog {
  /** When it really stood still, on the monotonic clock, decimal ns. */
  readonly startNs: string;
  readonly endNs: string;
  /** When each of the messages after it was answered, ns after its end. */
  readonly answeredAfterNs: readonly number[];
}
