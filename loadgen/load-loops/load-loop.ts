/** A client as a load loop sees it: something that can carry one more message, or can't now. */
export interface Client {
  /** Its number among the clients of this thread. */
  readonly slot: number;
  /** Whether a message can leave now. */
  hasRoom(): boolean;
  /** Sends one message; only while it has room. */
  send(intendedNs: number): void;
}

/** Decides when messages leave. It knows no sockets, so that every engine paces alike. */
export interface LoadLoop {
  /** Whether messages leave by this loop: before, clients say their first ones by themselves. */
  readonly started: boolean;
  /** Messages may leave from now on; `startNs` is the zero of a schedule, `endNs` its end. */
  start(clients: readonly Client[], startNs: number, endNs: number, nowNs: number): void;
  /**
   * Called by a client once per reply, when it has room for another message, and when a socket that
   * took no more takes some again.
   */
  onRoom(client: Client, nowNs: number): void;
  /** Sends whatever is due; returns when it wants to be called next, Infinity for never. */
  pump(nowNs: number): number;
  /** Closes the window early. */
  end(endNs: number): void;
  /** The intended starts of a client's messages that were due before the end and never left. */
  unsent(client: Client): Iterable<number>;
}
