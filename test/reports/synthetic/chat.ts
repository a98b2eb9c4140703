import type { ChatResult } from '../../../results/chat-result.ts';
import type { Workload } from '../../../results/trial.ts';
import type { CellShape } from './cells.ts';
import { inventDistribution } from './distribution.ts';

/** Four rooms of sixteen: a message is owed to fifteen others, or to fourteen beside a slow reader. */
export const CHAT: Workload = {
  kind: 'chat',
  rooms: 4,
  membersPerRoom: 16,
  speakersPerRoom: 2,
  payloadBytes: 64,
  slowReaders: 2,
};
const RECEIVERS = 14.5;
const SLOW_READERS = 0.5;

/** What became of the deliveries of so many messages; the last receivers' times are given. */
export function inventChat(
  shape: CellShape,
  scheduled: number,
  answered: number,
  measuredNs: number,
  wobble: number,
): ChatResult {
  const expected = Math.round(scheduled * RECEIVERS);
  const delivered = Math.round(answered * RECEIVERS);
  const middleNs = shape.middleNs / wobble;
  const gone = shape.strategy === 'event-loop' ? 2 : 0;
  return {
    deliveries: {
      expected,
      delivered,
      lost: 0,
      failed: 0,
      unfinished: expected - delivered,
      duplicated: 0,
      misordered: 0,
      excused: Math.round(scheduled * SLOW_READERS),
    },
    deliveriesPerSec: (delivered * 1e9) / measuredNs,
    serverCpuNsPerDelivery: (shape.cpuNs * wobble) / RECEIVERS,
    loadgenCpuNsPerDelivery: 1_200,
    deliveryTimeNs: inventDistribution(delivered, middleNs * 0.7, 0.25, 0.3),
    firstReceiverTimeNs: inventDistribution(answered, middleNs * 0.5, 0.18, 0.3),
    medianReceiverTimeNs: inventDistribution(answered, middleNs * 0.7, 0.18, 0.3),
    lastReceiverTimeNs: inventDistribution(answered, middleNs, 0.18, 0.4),
    slowReaders: { members: 2, disconnected: gone, countedByServer: gone },
  };
}
