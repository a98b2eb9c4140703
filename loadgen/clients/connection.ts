/** The code of replies that a socket's own receive buffer had no room for. */
export const RECEIVE_BUFFER_FULL = 'RECEIVE_BUFFER_FULL';

/** What a client hears of its connection: later than `open`, and nothing after `close`. */
export interface ConnectionEvents {
  connected(): void;
  /**
   * `chunk` holds `length` fresh bytes, and only until this returns: from its beginning, unless a
   * datagram says where it starts.
   */
  received(chunk: Buffer, length: number, start?: number): void;
  /** Datagrams only: how many replies may be on their way. */
  readonly awaited?: number;
  /** Datagrams only: `received` was called for each that came together, and this is all for now. */
  receivedAll?(): void;
  /**
   * Datagrams only: the system says by this code that one of those sent did not get there, or did
   * not leave. The connection goes on.
   */
  troubled?(code: string): void;
  /** The connection can take more, after `write` had returned false. */
  drained(): void;
  /** Once, whatever ended it: an error code, or END_OF_STREAM when the server hung up. */
  ended(code: string): void;
}

/** One connection to the target, whatever kind of socket carries it. */
export interface Connection {
  /**
   * Writes `bytes[start..end]`, which must stay as they are until they are sent: one datagram where
   * datagrams carry it. False when it takes no more for now: `drained` follows. `more` says that
   * another write follows at once, and that both belong together.
   */
  write(bytes: Buffer, start: number, end: number, more: boolean): boolean;
  /** Streams only: reads no more, so that what comes fills the kernel's buffers. For good. */
  stopReading?(): void;
  close(): void;
  /** Datagrams only: tells at once whatever has come and was not awaited. */
  receiveRest?(): void;
}

/** What an engine does for its clients. */
export interface Carrier {
  open(events: ConnectionEvents): Connection;
  /** Runs `task` once, about `delayNs` from now. */
  later(delayNs: number, task: () => void): void;
}
