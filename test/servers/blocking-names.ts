/**
 * Strategies that serve by calls that block. Two files hold the strategies to the contract, so that
 * both halves run at once: these in one, all others in the other.
 */
export const BLOCKING_NAMES: readonly string[] = [
  'one-shot',
  'connection-loop',
  'conversation-loop',
  'process-per-connection',
  'thread-per-connection',
];
