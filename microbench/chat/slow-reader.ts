import { formatBytes } from '../../reports/text/format.ts';
import type { TrialResult } from '../../results/trial-result.ts';
import { UNREAD_MAX_BYTES } from '../../servers/services/service.ts';
import { mergeDistributions } from '../../stats/percentile-curve.ts';
import { interleave, median } from '../engine/setting.ts';
import { MEMBERS, measureRoom, OFFERED_RATE_PER_SEC, SPEAKERS, type Talk } from './measure-room.ts';

/** What is asked: so much later, at the most, is the p99 of the last receiver beside a slow reader. */
const DELAY_MAX_MS = 50;

/** The same room twice: all read, and one has stopped reading. */
interface Rooms {
  readonly reading: TrialResult[];
  readonly slow: TrialResult[];
}

/**
 * Prints when the last of those who read had a message, and the server's memory, in a room in which
 * all read and in one in which a member has stopped, turn and turn about.
 */
export async function benchSlowReader(
  strategies: readonly string[],
  rounds: number,
  talk: Talk,
  remark: string,
): Promise<void> {
  const roomsOf = new Map(
    strategies.map((strategy): [string, Rooms] => [strategy, { reading: [], slow: [] }]),
  );
  await interleave(strategies, rounds, async (strategy, round) => {
    const rooms = roomsOf.get(strategy);
    if (rooms === undefined) return;
    const first: keyof Rooms = round % 2 === 1 ? 'reading' : 'slow';
    for (const kind of [first, first === 'slow' ? 'reading' : 'slow'] as const) {
      const result = await measureRoom(strategy, talk, kind === 'slow' ? 1 : 0, round);
      rooms[kind].push(result);
      console.error(`${describeTalk(talk)}, round ${round}/${rounds}  ${strategy}, ${kind}`);
    }
  });
  console.log(
    `a room of ${MEMBERS}, ${SPEAKERS} speak, ${OFFERED_RATE_PER_SEC} messages/s, ${describeTalk(talk)}, ${rounds} rounds: ${remark}`,
  );
  for (const [strategy, rooms] of roomsOf) print(strategy, rooms);
}

function describeTalk({ payloadBytes, measureMs }: Talk): string {
  return `${payloadBytes} bytes, ${measureMs / 1000} s`;
}

function print(strategy: string, { reading, slow }: Rooms): void {
  const [without, beside] = [describeTimes(reading), describeTimes(slow)];
  const pair = (key: keyof TimesMs): string =>
    `${without[key].toFixed(2)} -> ${beside[key].toFixed(2)}`;
  const delayMs = beside.p99 - without.p99;
  const later = `${delayMs < 0 ? '' : '+'}${delayMs.toFixed(2)} (asked: +${DELAY_MAX_MS} at most)`;
  const [peak, peakSlow] = [peakBytes(reading), peakBytes(slow)];
  const more = (peakSlow - peak) / 2 ** 20;
  const cost = `${costUs(reading)} -> ${costUs(slow)} us of the server's CPU per delivery`;
  console.log(`  ${strategy}`);
  console.log(
    `    last receiver, ms, all read -> one does not: p50 ${pair('p50')}, p99 ${pair('p99')}: ${later}, max ${pair('max')}`,
  );
  console.log(
    `    server's memory at its peak ${formatBytes(peak)} -> ${formatBytes(peakSlow)} (${more < 0 ? '' : '+'}${more.toFixed(2)} MiB; bound for a slow reader: ${formatBytes(UNREAD_MAX_BYTES)}); ${describeGone(slow)}`,
  );
  console.log(`    ${cost}`);
}

interface TimesMs {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

/** Of all rounds together. */
function describeTimes(results: readonly TrialResult[]): TimesMs {
  const parts = results.flatMap(({ chat }) => chat?.lastReceiverTimeNs ?? []);
  const all = mergeDistributions(parts);
  if (all === null) throw new Error('no message was heard by all');
  return {
    p50: all.getValueAtPercentile(50) / 1e6,
    p99: all.getValueAtPercentile(99) / 1e6,
    max: Math.max(...parts.map(({ max }) => max)) / 1e6,
  };
}

function peakBytes(results: readonly TrialResult[]): number {
  return median(results.map(({ server }) => server?.peakRssBytes ?? Number.NaN));
}

function costUs(results: readonly TrialResult[]): string {
  const costs = results.map(({ chat }) => chat?.serverCpuNsPerDelivery ?? Number.NaN);
  return (median(costs) / 1e3).toFixed(1);
}

function describeGone(results: readonly TrialResult[]): string {
  const counts = results.map(({ chat }) => chat?.slowReaders.countedByServer ?? 0);
  const gone = counts.filter((count) => count > 0).length;
  if (gone === 0) return `never full: the slow reader stayed in all ${results.length} rounds`;
  return `full and disconnected in ${gone} of ${results.length} rounds`;
}
