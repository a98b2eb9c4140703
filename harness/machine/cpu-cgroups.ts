import { posix } from 'node:path';
import { readTextIfThere } from './read-text-if-there.ts';

/**
 * The control groups that grant CPU time to this process: its own and all above it, of version 2 or
 * 1 (man 7 cgroups). Any of them may have a quota; the smallest binds.
 */
const ROOT = '/sys/fs/cgroup';
const ROOT_V1 = '/sys/fs/cgroup/cpu';

/** CPUs' worth of time that may be used; null without a quota. */
export function readCpuQuota(): number | null {
  const quotas = readFolders().flatMap((folder) => {
    const limit = readTextIfThere(`${folder}/cpu.max`) ?? readLimitV1(folder);
    return (limit === null ? null : parseCpuLimit(limit)) ?? [];
  });
  return quotas.length === 0 ? null : Math.min(...quotas);
}

/** Periods in which a quota was used up, so far; null where nobody counts them. */
export function readThrottledPeriods(): number | null {
  const counts = readFolders().flatMap((folder) => {
    const match = /^nr_throttled (\d+)/m.exec(readTextIfThere(`${folder}/cpu.stat`) ?? '');
    return match === null ? [] : Number(match[1]);
  });
  return counts.length === 0 ? null : counts.reduce((sum, count) => sum + count, 0);
}

/**
 * Folders of /proc/self/cgroup, the innermost first. A container may be told a path that is not to
 * be seen from inside; its own group is then the root, which is always among them.
 */
export function listCpuCgroups(selfCgroup: string): string[] {
  const folders = selfCgroup.split('\n').flatMap((line) => {
    const [, number, controllers = '', path = ''] = /^(\d+):([^:]*):(\/.*)$/.exec(line) ?? [];
    if (path.split('/').includes('..')) return [];
    if (number === '0' && controllers === '') return foldersUpTo(ROOT, path);
    return controllers.split(',').includes('cpu') ? foldersUpTo(ROOT_V1, path) : [];
  });
  return [...new Set([...folders, ROOT, ROOT_V1])];
}

/** `150000 100000` (quota and period, microseconds) as 1.5; `max` and -1 are none. */
export function parseCpuLimit(limit: string): number | null {
  const [quota, period] = limit.trim().split(/\s+/);
  const cpus = Number(quota) / Number(period);
  return Number.isFinite(cpus) && cpus > 0 ? cpus : null;
}

function foldersUpTo(root: string, path: string): string[] {
  const folders: string[] = [];
  for (let at = posix.normalize(path); at !== '/'; at = posix.dirname(at)) {
    folders.push(posix.join(root, at));
  }
  return [...folders, root];
}

function readFolders(): string[] {
  return listCpuCgroups(readTextIfThere('/proc/self/cgroup') ?? '');
}

function readLimitV1(folder: string): string | null {
  const quota = readTextIfThere(`${folder}/cpu.cfs_quota_us`);
  const period = readTextIfThere(`${folder}/cpu.cfs_period_us`);
  return quota === null || period === null ? null : `${quota.trim()} ${period}`;
}
