import type { Trial, Workload } from '../../results/trial.ts';
import { capitalize, countOf, formatBytes, formatEdge, formatRate } from '../text/format.ts';

/** What clients do and how they are paced: `conversation of 64 B messages, closed loop, ...`. */
export function describeLoad({ workload, load }: Pick<Trial, 'workload' | 'load'>): string {
  const paced =
    load.loop === 'closed'
      ? `closed loop, ${load.connections} connections, depth ${load.depth}`
      : `open loop, ${formatRate(load.offeredRatePerSec)} offered on ${load.connections} connections, ${load.arrivals}`;
  return `${describeWorkload(workload)}, ${paced}`;
}

/**
 * What the trials of a scenario were asked, in a sentence; what differs between them is told with
 * `or`. Without it nobody could doubt or repeat a figure.
 */
export function describeConditions(trials: readonly Trial[]): string {
  const parts = [
    tell(trials, ({ workload }) => describeWorkload(workload)),
    tell(trials, ({ service }) => service, 'service'),
    tell(trials, ({ transport }) =>
      transport === 'unix' ? 'Unix sockets' : transport.toUpperCase(),
    ),
    tell(trials, ({ load }) => `${load.loop} loop on ${countOf(load.connections, 'connection')}`),
    tell(trials, describePace),
    `${tell(trials, ({ timing }) => describeTime(timing.warmupNs))} warm-up and ${tell(trials, ({ timing }) => formatEdge(timing.measureNs))} measured`,
    countOf(
      new Set(trials.map(({ repetition }) => repetition)).size,
      'trial of each',
      'trials of each',
    ),
  ];
  return `${capitalize(parts.filter((part) => part !== '').join(', '))}.`;
}

/** Beyond so many a list says less than its length. */
const TOLD_MAX = 12;

/** What they say, each once; empty where nobody says anything. */
function tell(trials: readonly Trial[], say: (trial: Trial) => string | null, word = ''): string {
  const said = [...new Set(trials.map(say).filter((text) => text !== null))];
  if (said.length === 0) return '';
  const text = said.length > TOLD_MAX ? `one of ${said.length}` : said.join(' or ');
  return word === '' ? text : `${word} ${text}`;
}

function describeTime(timeNs: number): string {
  return timeNs === 0 ? 'no' : formatEdge(timeNs);
}

function describePace({ load }: Trial): string {
  if (load.loop === 'open')
    return `${formatRate(load.offeredRatePerSec)} offered (${load.arrivals})`;
  const depth = `depth ${load.depth}`;
  return load.thinkTimeNs === 0 ? depth : `${depth}, ${formatEdge(load.thinkTimeNs)} to think`;
}

function describeWorkload(workload: Workload): string {
  if (workload.kind === 'greet') return workload.kind;
  const size = formatBytes(workload.payloadBytes);
  if (workload.kind !== 'chat') {
    return `${workload.kind} of ${size} ${workload.kind === 'stream' ? 'blocks' : 'messages'}`;
  }
  const { rooms, membersPerRoom, speakersPerRoom } = workload;
  return `chat of ${size} messages, ${countOf(rooms, 'room')} of ${membersPerRoom} members, ${countOf(speakersPerRoom, 'speaker')} in each`;
}
