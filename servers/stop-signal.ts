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
