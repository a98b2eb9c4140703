import type { Trial, Workload } from '../results/trial.ts';
import { countOf, formatRate } from './format.ts';

/** What clients do and how they are paced: `conversation, closed loop, 64 connections, depth 1`. */
export function describeLoad({ workload, load }: Pick<Trial, 'workload' | 'load'>): string {
  const paced =
    load.loop === 'closed'
      ? `closed loop, ${load.connections} connections, depth ${load.depth}`
      : `open loop, ${formatRate(load.offeredRatePerSec)} offered on ${load.connections} connections, ${load.arrivals}`;
  return `${describeWorkload(workload)}, ${paced}`;
}

function describeWorkload(workload: Workload): string {
  if (workload.kind !== 'chat') return workload.kind;
  const { rooms, membersPerRoom, speakersPerRoom } = workload;
  return `chat, ${countOf(rooms, 'room')} of ${membersPerRoom} members, ${countOf(speakersPerRoom, 'speaker')} in each`;
}
