/**
 * Resolves at the first SIGTERM or SIGINT. For strategies whose event loop runs: a blocking one
 * would never get to see the signal, and must leave it at its default.
 */
export function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    // Not `once`: a second signal, at its default, would end the process in the middle of its end.
    process.on('SIGTERM', () => resolve());
    process.on('SIGINT', () => resolve());
  });
}

/**
 * Ends the process as SIGTERM does by default: at once, whatever its threads are in the middle of.
 * `process.exit` would wait for each of them.
 */
export function endAtOnce(): void {
  process.removeAllListeners('SIGTERM');
  process.kill(process.pid, 'SIGTERM');
}
