/** Errors of a connection that end it and concern nobody else (man 2 recv, 2 send, 7 tcp). */
const CONNECTION_IS_GONE: readonly string[] = [
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTCONN',
  'EHOSTUNREACH',
  'ENETUNREACH',
];

/** Runs something that sends and receives; whether the connection outlived it. */
export function outlives(talk: () => void): boolean {
  try {
    talk();
    return true;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (typeof code !== 'string' || !CONNECTION_IS_GONE.includes(code)) throw error;
    return false;
  }
}
