import { availableParallelism } from 'node:os';
import type { ConnectionLimits } from '../plan/limit-problems.ts';
import { readTextIfThere } from './read-text-if-there.ts';

/**
 * What this machine grants to a load and its server. Node.js raises its soft limit of open files to
 * the hard one when it starts, so this process's limit is that of its children.
 */
export function readConnectionLimits(): ConnectionLimits {
  const range = readTextIfThere('/proc/sys/net/ipv4/ip_local_port_range');
  const reserved = readTextIfThere('/proc/sys/net/ipv4/ip_local_reserved_ports');
  return {
    openFilesMax: readOpenFilesMax(),
    localPorts: range === null ? null : countLocalPorts(range, reserved ?? ''),
    memoryBytes: process.availableMemory(),
    cpus: availableParallelism(),
  };
}

/** Null where there is no /proc, or no limit. */
export function readOpenFilesMax(): number | null {
  const match = /^Max open files\s+(\d+)/m.exec(readTextIfThere('/proc/self/limits') ?? '');
  return match === null ? null : Number(match[1]);
}

/**
 * `range` is `32768 60999`, `reserved` a list such as `8080,9148-9150` of ports that are never given
 * out (Documentation/networking/ip-sysctl). Null when the range can't be read.
 */
export function countLocalPorts(range: string, reserved: string): number | null {
  const [, low, high] = /^\s*(\d+)\s+(\d+)\s*$/.exec(range) ?? [];
  if (low === undefined || high === undefined) return null;
  const kept = reserved
    .trim()
    .split(',')
    .flatMap((part) => {
      const [, from, to] = /^(\d+)(?:-(\d+))?$/.exec(part) ?? [];
      return from === undefined ? [] : [{ from: Number(from), to: Number(to ?? from) }];
    })
    .map(({ from, to }) => Math.min(to, Number(high)) - Math.max(from, Number(low)) + 1)
    .reduce((sum, ports) => sum + Math.max(0, ports), 0);
  return Math.max(0, Number(high) - Number(low) + 1 - kept);
}
