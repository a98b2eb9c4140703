import { readdirSync, readlinkSync } from 'node:fs';

/** The sockets that this process holds, by descriptor. */
export function openDescriptors(): string[] {
  return readdirSync('/proc/self/fd')
    .map((fd) => `${fd} ${readLink(fd)}`)
    .filter((link) => link.includes('socket:'));
}

function readLink(fd: string): string {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`);
  } catch {
    return ''; // the folder itself, while it was read
  }
}
