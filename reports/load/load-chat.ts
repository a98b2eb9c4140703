import type { ChatResult } from '../../results/chat-result.ts';
import type { Distribution } from '../../results/distribution.ts';
import type { TrialResult } from '../../results/trial-result.ts';
import { countOf, formatCount, formatRate, formatTime, NOTHING } from '../text/format.ts';

/** What the summary of a single measurement says of a chat, in place of replies. */

export const CHAT_READING_AID =
  'delivery: intended start to each receiver; first, median and last: to those receivers of each message; send lag: intended start to actual send; connect and joined: counted from the start of connecting';

export function describeFanOut(chat: ChatResult, { measuredNs, throughputPerSec }: TrialResult) {
  const { deliveriesPerSec } = chat;
  if (deliveriesPerSec === null) return 'The measured window never opened.';
  const { expected, delivered } = chat.deliveries;
  const heard = throughputPerSec === null ? '' : `, ${formatRate(throughputPerSec)} heard by all`;
  return `${formatRate(deliveriesPerSec)} delivered${heard}; ${formatCount(delivered)} of ${formatCount(expected)} deliveries verified in ${formatTime(measuredNs)}`;
}

export function chatTimes(
  chat: ChatResult,
  result: TrialResult,
): readonly (readonly [string, Distribution | null])[] {
  return [
    ['delivery', chat.deliveryTimeNs],
    ['first', chat.firstReceiverTimeNs],
    ['median', chat.medianReceiverTimeNs],
    ['last', chat.lastReceiverTimeNs],
    ['send lag', result.sendLagNs],
    ['connect', result.connectTimeNs],
    ['joined', result.firstReplyTimeNs],
  ];
}

/** Each delivery that was owed in exactly one place, and what slow readers came to. */
export function describeDeliveries({ deliveries, slowReaders }: ChatResult): string[] {
  const others = (['lost', 'failed', 'unfinished'] as const)
    .filter((key) => deliveries[key] > 0)
    .map((key) => `${deliveries[key]} ${key}`);
  const wrong = (['duplicated', 'misordered'] as const)
    .filter((key) => deliveries[key] > 0)
    .map((key) => `; ${deliveries[key]} ${key}`);
  const sum = [`${deliveries.delivered} delivered`, ...others].join(' + ');
  return [
    `Deliveries: ${deliveries.expected} expected = ${sum}${wrong.join('')}`,
    ...describeSlowReaders(slowReaders, deliveries.excused),
  ];
}

/** Where nobody was to read slowly, the server may still have found somebody too slow. */
function describeSlowReaders(slowReaders: ChatResult['slowReaders'], excused: number): string[] {
  const { members, disconnected, countedByServer } = slowReaders;
  if (members === 0) {
    if (countedByServer === undefined || countedByServer === 0) return [];
    return [`Slow readers: none on purpose, but the server disconnected ${countedByServer}`];
  }
  const told = `${disconnected} of ${members} disconnected by the server`;
  const counted = countedByServer === undefined ? '' : `, which counts ${countedByServer}`;
  return [`Slow readers: ${told}${counted}; ${countOf(excused, 'delivery', 'deliveries')} excused`];
}

export function perDelivery(cpuNs: number | null): string {
  return `${cpuNs === null ? NOTHING : formatTime(cpuNs)} of CPU per delivery`;
}
