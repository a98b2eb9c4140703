import type { Finding } from '../../results/checkup.ts';
import {
  CLOCK_GAP_MAX_NS,
  OTHERS_SHARE_MAX,
  OTHERS_SHARE_NOTED,
  STEAL_SHARE_MAX,
} from '../trial/checks/check-host.ts';
import { formatShare } from '../trial/checks/format-share.ts';
import { doubtful, fine, type Judge, type Subject, unknown } from './finding.ts';
import { formatBytes } from './format-bytes.ts';
import type { MachineFacts } from './machine-facts.ts';

/** What else happens on the machine, by the limits that trials are judged by. */
export const HOST_JUDGES: readonly Judge[] = [
  judgeOthers,
  judgeSteal,
  judgePauses,
  judgeVirtual,
  judgeMemory,
  judgeSwap,
];

const MEMORY_MIN_BYTES = 512 * 2 ** 20;
const MEMORY_NOTED_BYTES = 2 * 2 ** 30;
/** Less is what the system put away at some idle moment. */
const SWAP_NOTED_BYTES = 16 * 2 ** 20;

const OTHERS: Subject = {
  name: 'other programs',
  why: 'They take CPU time from server and load, and trials in which they took much are invalid.',
};

function judgeOthers({ noise: { othersShare } }: MachineFacts): Finding {
  if (othersShare === null) return unknown(OTHERS, 'the machine does not count CPU time (/proc)');
  const figure = `${formatShare(othersShare)} of the CPU time in the last second`;
  if (othersShare <= OTHERS_SHARE_NOTED) return fine(OTHERS, figure);
  return doubtful(
    OTHERS,
    othersShare > OTHERS_SHARE_MAX ? 'problem' : 'note',
    figure,
    'See what runs, and end it: `top -b -n 2 -d 1 -o %CPU | tail -20`.',
  );
}

const STEAL: Subject = {
  name: 'steal',
  why: 'While other virtual machines have the CPU, everything here stands still.',
};

function judgeSteal({ noise: { stealShare } }: MachineFacts): Finding {
  if (stealShare === null) return unknown(STEAL, 'the machine does not count it (/proc)');
  const figure = `${formatShare(stealShare)} of the CPU time in the last second`;
  if (stealShare <= STEAL_SHARE_MAX) return fine(STEAL, figure);
  return doubtful(
    STEAL,
    'problem',
    figure,
    'Measure when the host is quieter, or on one whose CPUs are yours alone; watch it with `vmstat 1` (column st).',
  );
}

const PAUSES: Subject = {
  name: 'pauses',
  why: 'A host that stands still puts its pause into the response times of whoever waits.',
};

function judgePauses({ noise: { longestGapNs } }: MachineFacts): Finding {
  const figure = `${Math.round(longestGapNs / 1e6)} ms that the host took from a program at once, at most`;
  if (longestGapNs <= CLOCK_GAP_MAX_NS) return fine(PAUSES, figure);
  return doubtful(
    PAUSES,
    'problem',
    figure,
    'End what else runs here, and look again: `npx echosounder doctor`.',
  );
}

const VIRTUAL: Subject = {
  name: 'virtual machine',
  why: 'Its neighbours come and go: figures of two days, or of two such machines, can not be compared.',
};

function judgeVirtual({ cpus: { isVirtual } }: MachineFacts): Finding {
  if (isVirtual === null) return unknown(VIRTUAL, 'the processor does not tell');
  if (!isVirtual) return fine(VIRTUAL, 'no');
  return doubtful(
    VIRTUAL,
    'note',
    'yes',
    'Compare only what was measured side by side: strategies of one run, not runs of two days.',
  );
}

const MEMORY: Subject = {
  name: 'memory',
  why: 'A process per connection takes 15 MiB each; without room the kernel swaps or ends programs.',
};

function judgeMemory({ limits, environment }: MachineFacts): Finding {
  const { memoryBytes } = limits;
  const figure = `${formatBytes(memoryBytes)} free of ${formatBytes(environment.memoryBytes)}`;
  if (memoryBytes >= MEMORY_NOTED_BYTES) return fine(MEMORY, figure);
  return doubtful(
    MEMORY,
    memoryBytes < MEMORY_MIN_BYTES ? 'problem' : 'note',
    figure,
    'End what takes most: `ps -eo rss,pid,comm --sort=-rss | head`.',
  );
}

const SWAP: Subject = {
  name: 'swap',
  why: 'A page that comes back from the disk takes as long as a thousand messages.',
};

function judgeSwap({ swapUsedBytes }: MachineFacts): Finding {
  if (swapUsedBytes === null) return unknown(SWAP, 'the machine does not tell (/proc)');
  const figure = `${formatBytes(swapUsedBytes)} in use`;
  if (swapUsedBytes <= SWAP_NOTED_BYTES) return fine(SWAP, figure);
  return doubtful(
    SWAP,
    'note',
    figure,
    'If that fits into the free memory, bring it back first: `sudo swapoff -a && sudo swapon -a`.',
  );
}
