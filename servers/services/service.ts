import type { ChatNotice } from './chat/rooms.ts';

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
  /** Takes what the same service published in another thread or process of the server. */
  hear?(notice: Notice): void;
}

/** What clients elsewhere must hear of, as plain data: of our services only chat has such words. */
export type Notice = ChatNotice;

export interface ConversationContext {
  /** The client's address as text, `127.0.0.1:5000`; empty for a nameless unix client. */
  readonly peer: string;
  /**
   * Gives the client bytes that it did not ask for, whenever that is. Never waits: a client that
   * reads too slowly is queued for up to {@link UNREAD_MAX_BYTES}, and beyond that disconnected.
   */
  tell(bytes: Uint8Array): void;
}

/**
 * What a server holds for a client that does not read, beyond the kernel's own buffers: a second of
 * a busy room. Then the client is disconnected, so that neither memory nor the others pay for it.
 */
export const UNREAD_MAX_BYTES = 256 * 1024;

export interface Conversation {
  /** What happens as soon as the client is accepted, before it says anything. */
  readonly opening: Reaction;
  /** Called with each chunk as it was received: any split of the stream may come. */
  receive(chunk: Uint8Array): Reaction;
  /** Called once, when the connection is over, whatever ended it. */
  ended?(): void;
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
