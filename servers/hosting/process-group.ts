import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** Kills every process of a group; a group that is gone already is fine. */
export function killGroup(groupId: number): void {
  try {
    process.kill(-groupId, 'SIGKILL');
  } catch (error) {
    if (!isGone(error)) throw error;
  }
}

/** Waits until no process of the group is left; whether that was so within the time. */
export async function groupGone(groupId: number, timeoutMs: number): Promise<boolean> {
  const deadline = performance.now() + timeoutMs;
  while (groupLives(groupId)) {
    if (performance.now() >= deadline) return false;
    await sleep(5);
  }
  return true;
}

/**
 * Whether a process of the group still runs. Dead ones that their new parent has not reaped do not
 * count: in a container without an init process they stay for ever, and kill(2) still finds them.
 */
function groupLives(groupId: number): boolean {
  try {
    process.kill(-groupId, 0);
  } catch (error) {
    if (isGone(error)) return false;
    throw error;
  }
  return process.platform === 'linux' ? groupMembers(groupId).length > 0 : true;
}

/** ESRCH: no such group. EPERM: on macOS, a group of nothing but zombies. */
function isGone(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  return code === 'ESRCH' || (code === 'EPERM' && process.platform === 'darwin');
}

/**
 * The live processes of a group, by state and group of every process in /proc/PID/stat (man 5
 * proc_pid_stat). Linux only.
 */
export function groupMembers(groupId: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && isLiveMember(name, groupId))
    .map(Number);
}

function isLiveMember(pid: string, groupId: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name of the program, in parentheses, may contain anything: read from behind it.
    const [state, , group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return Number(group) === groupId && state !== 'Z' && state !== 'X';
  } catch {
    return false; // ended while we looked
  }
}
