/** Whether a server at this numeric address is on this machine, and the kernel counts what it loses. */
export function isLoopback(host: string): boolean {
  return /^127\./.test(host) || host === '::1';
}
