import { readFileSync } from 'node:fs';

/**
 * Counters that the kernel keeps for the whole network namespace (man 5 proc_pid_net): a difference
 * counts what happened meanwhile, to us and to everybody else there.
 */
const FILES = {
  TcpExt: '/proc/net/netstat',
  Udp: '/proc/net/snmp',
  Udp6: '/proc/net/snmp6',
} as const;

export type CounterGroup = keyof typeof FILES;

/** The counter's value now; null where the kernel does not tell it. */
export function readKernelCounter(group: CounterGroup, name: string): number | null {
  try {
    return parseKernelCounter(readFileSync(FILES[group], 'latin1'), group, name);
  } catch {
    return null;
  }
}

/**
 * The files hold pairs of lines, names and then values, each with its group in front; that of IPv6
 * a name and its value per line.
 */
export function parseKernelCounter(text: string, group: string, name: string): number | null {
  const alone = new RegExp(`^${group}${name}\\s+(\\d+)$`, 'm').exec(text)?.[1];
  if (alone !== undefined) return Number(alone);
  const [names, values] = text
    .split('\n')
    .filter((line) => line.startsWith(`${group}:`))
    .map((line) => line.trim().split(/\s+/));
  const value = Number(values?.[names?.indexOf(name) ?? -1]);
  return Number.isInteger(value) ? value : null;
}
