/** Texts of /proc and /sys, read. All pure. */

/** `0-2,5` as the CPUs it names (Documentation/admin-guide/cputopology); what is no list names none. */
export function parseCpuList(list: string): number[] {
  return list.split(',').flatMap((part) => {
    const [, from, to] = /^\s*(\d{1,5})(?:-(\d{1,5}))?\s*$/.exec(part) ?? [];
    if (from === undefined) return [];
    const count = Number(to ?? from) - Number(from) + 1;
    return Array.from({ length: Math.max(0, count) }, (_, index) => Number(from) + index);
  });
}

/** Each CPU tells with whom it shares its core: every core once, those of one CPU too. */
export function distinctCores(siblings: readonly (readonly number[])[]): (readonly number[])[] {
  return [...new Map(siblings.map((core) => [core.join(','), core])).values()];
}

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
