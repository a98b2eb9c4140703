/** What a server whose true answer is known is told to do; plain data. */
export type KnownBehaviour =
  /** Sends everything back, as cheaply as this language can. */
  { readonly kind: 'null-echo' };

/** What such a server knows of itself, told when it is stopped. */
export interface KnownServerLog {
  readonly connections: number;
}
