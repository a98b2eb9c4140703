import type { WrongReply } from '../../protocol/reply-verifier.ts';

/** What is wrong with what came; `lost`: it never came, though a later one did. */
export type Mismatch = WrongReply | 'lost';
