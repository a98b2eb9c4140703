/** Texts of /proc, read. All pure. */

/** Sockets in TIME_WAIT, from /proc/net/sockstat: both of IPv4 and of IPv6. */
export function countTimeWait(sockstat: string): number | null {
  const match = /^TCP:.*\btw (\d+)/m.exec(sockstat);
  return match === null ? null : Number(match[1]);
}

/** Bytes in use of all swap areas of /proc/swaps (man 5 proc): its fourth column, in KiB. */
export function sumSwapUsed(swaps: string): number {
  const used = swaps
    .split('\n')
    .slice(1)
    .map((line) => Number(line.trim().split(/\s+/)[3] ?? 0))
    .filter((kib) => Number.isFinite(kib));
  return used.reduce((sum, kib) => sum + kib, 0) * 1024;
}
