import type { Converse } from './converse.ts';
import type { KnownServerLog } from './known-behaviour.ts';

/** How a known server behaves on all its connections, and what it can tell of it. */
export interface Behaviour {
  readonly converse: Converse;
  /** The thread has slept, and there is something to do. */
  woke?(): void;
  log?(): Partial<KnownServerLog>;
}
