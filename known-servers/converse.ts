/** Sends `bytes[start..end]`; they are free again when it returns. */
export type Answer = (bytes: Buffer, start: number, end: number) => void;

/** Takes the first `count` bytes of a buffer that belongs to the server, and answers or doesn't. */
export type Receive = (bytes: Buffer, count: number) => void;

/** A behaviour on one connection. No I/O of its own, so that any kind of server can carry it. */
export type Converse = (answer: Answer) => Receive;
