/** The other end of a conversation, whatever carries it. */
export interface Peer {
  /** Both addresses, as people write them. */
  readonly local: string;
  readonly remote: string;
  /** Resolves when the kernel has taken the bytes, or nobody is there any more to get them. */
  send(bytes: Buffer): Promise<void>;
  /** We have said all: closes our half of a connection; datagrams have no such thing. */
  finish(): void;
  /** Ends it; nothing is told any more. What was sent before has a second to go out. */
  close(): void;
  /** Nothing is received until `resume`: what comes meanwhile waits in the kernel. */
  pause(): void;
  resume(): void;
}

export interface PeerEvents {
  received(bytes: Buffer): void;
  /** Nothing more will come. Told once at most. */
  left(farewell: Farewell): void;
}

/** Why it ended: the server closed it, broke it off, or was not there. */
export type Farewell =
  | { readonly kind: 'closed' }
  | { readonly kind: 'reset' | 'refused' | 'failed'; readonly code: string };

/** Nobody could be reached; `code` is the system's name for it, or ETIMEDOUT. */
export class UnreachableError extends Error {
  override readonly name = 'UnreachableError';
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

/** The system's name for what went wrong. */
export function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message;
}
