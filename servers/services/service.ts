/**
 * A service is what a server does on a connection, written without I/O: bytes in; bytes out,
 * computation asked for, or close. A blocking loop and an event loop run the same service, so that
 * two strategies differ in nothing but the strategy.
 */
export interface Service {
  readonly name: string;
  readonly summary: string;
  /** Called once per accepted connection. */
  open(context: ConversationContext): Conversation;
}

export interface ConversationContext {
  /** The client's address as text, `127.0.0.1:5000`; empty for a nameless unix client. */
  readonly peer: string;
}

export interface Conversation {
  /** What happens as soon as the client is accepted, before it says anything. */
  readonly opening: Reaction;
  /** Called with each chunk as it was received: any split of the stream may come. */
  receive(chunk: Uint8Array): Reaction;
}

/** What the strategy must do next, in this order: compute, send, note, close. */
export interface Reaction {
  /** Units of computation to finish before anything is sent; 0 for none. */
  readonly computations: number;
  /** Bytes to send in full; `null` for nothing. May be the very chunk that was received. */
  readonly bytes: Uint8Array | null;
  /** A line for the server's own log (standard error); `null` for none. */
  readonly note: string | null;
  /** Whether to end the connection once the bytes are sent. */
  readonly close: boolean;
}

export const STAY_SILENT: Reaction = { computations: 0, bytes: null, note: null, close: false };
