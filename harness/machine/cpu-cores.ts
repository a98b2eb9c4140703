import type { Core } from '../plan/placement.ts';
import { readTextIfThere } from './read-text-if-there.ts';

export const CPU_FOLDER = '/sys/devices/system/cpu';

/** Which CPUs share a core, by core; null where the machine does not tell of every CPU. */
export function readCores(): readonly Core[] | null {
  const online = readTextIfThere(`${CPU_FOLDER}/online`);
  if (online === null) return null;
  const siblings = parseCpuList(online).map((cpu) =>
    readTextIfThere(`${CPU_FOLDER}/cpu${cpu}/topology/thread_siblings_list`),
  );
  const known = siblings.filter((list) => list !== null);
  return known.length < siblings.length ? null : distinctCores(known.map(parseCpuList));
}

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
export function distinctCores(siblings: readonly Core[]): readonly Core[] {
  return [...new Map(siblings.map((core) => [core.join(','), core])).values()];
}
