/** Where Node.js can set SO_REUSEPORT so that the kernel balances (its option reusePort). */
const REUSE_PORT_PLATFORMS: readonly string[] = ['linux', 'freebsd', 'sunos', 'aix'];

/** Why several sockets can't share a port here, as one sentence; null when they can. */
export function sharedPortObstacle(): string | null {
  if (REUSE_PORT_PLATFORMS.includes(process.platform)) return null;
  return `several sockets on one port need a kernel that balances SO_REUSEPORT; ${process.platform} has none`;
}
