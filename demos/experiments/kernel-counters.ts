import { readFileSync } from 'node:fs';

/**
 * Counters that the kernel keeps for the whole machine (man 5 proc_pid_net): a difference counts what
 * happened meanwhile, to us and to everybody else. `null` where the kernel doesn't tell.
 */

/** `ListenOverflows` of `TcpExt`: clients turned away because a listen queue was full. */
export function readListenOverflows(): number | null {
  return readCounter('/proc/net/netstat', 'TcpExt:', 'ListenOverflows');
}

/** `RcvbufErrors` of `Udp`: datagrams thrown away because a receive buffer was full. */
export function readReceiveBufferErrors(): number | null {
  return readCounter('/proc/net/snmp', 'Udp:', 'RcvbufErrors');
}

export function countSince(before: number | null, now: number | null): number | null {
  return before === null || now === null ? null : now - before;
}

/** The files hold pairs of lines: the names of a group, then their values. */
function readCounter(file: string, group: string, name: string): number | null {
  const [names = [], values = []] = readLines(file)
    .filter((line) => line.startsWith(`${group} `))
    .map((line) => line.split(' '));
  const place = names.indexOf(name);
  return place < 1 ? null : Number(values[place]);
}

function readLines(file: string): string[] {
  try {
    return readFileSync(file, 'latin1').split('\n');
  } catch {
    return [];
  }
}
