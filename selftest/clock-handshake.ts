/** Memory that two threads compare their clocks through: whose turn it is, and what the other read. */
export interface Handshake {
  /** Counts up; odd is the partner's turn. */
  readonly turn: Int32Array;
  readonly partnerNs: Float64Array;
}

export const HANDSHAKE_BYTES = 16;
/** Both give up when the other has not answered for so long. */
export const HANDSHAKE_TIMEOUT_NS = 1e9;

export function openHandshake(memory: SharedArrayBuffer): Handshake {
  return { turn: new Int32Array(memory, 0, 2), partnerNs: new Float64Array(memory, 8, 1) };
}

/** Looks until it is `turn`'s turn; false when the time is over. */
export function awaitTurn(handshake: Handshake, turn: number, clock: () => number): boolean {
  const untilNs = clock() + HANDSHAKE_TIMEOUT_NS;
  while (Atomics.load(handshake.turn, 0) !== turn) if (clock() > untilNs) return false;
  return true;
}
