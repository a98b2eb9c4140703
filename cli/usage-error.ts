/** The command line asks for what can't be; the message says what would do. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
