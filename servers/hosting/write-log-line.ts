const STANDARD_ERROR = 2;

/**
 * One line for the server's log, written at once: `process.stderr` of a worker thread goes through
 * the main thread, which may be blocked. A log that nobody reads any more (EPIPE), or that is full
 * (EAGAIN), must not hurt a client: the line is lost then.
 *
 * An import of `node:fs` costs 1 ms, which a thread for every client need not pay: most log nothing.
 */
export function writeLogLine(text: string): void {
  try {
    process.getBuiltinModule('node:fs').writeSync(STANDARD_ERROR, `${text}\n`);
  } catch {
    // Where else could it be reported?
  }
}
