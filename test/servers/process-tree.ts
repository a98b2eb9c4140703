import { readFileSync } from 'node:fs';
import { groupMembers } from '../../servers/hosting/process-group.ts';

/** What all of them hold in memory, bytes. */
export function groupRssBytes(groupId: number): number {
  return groupMembers(groupId).reduce((sum, pid) => sum + rssBytes(pid), 0);
}

function rssBytes(pid: number): number {
  try {
    const match = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'));
    return Number(match?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}
