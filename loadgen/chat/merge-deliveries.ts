import { assertDeliveries } from '../../results/assert-deliveries.ts';
import type { ChatDeliveries } from '../../results/chat-result.ts';
import type { Distribution } from '../../results/distribution.ts';
import { mergeTimes } from '../threads/merge-times.ts';
import type { DeliveryTimes, RecordedDeliveries } from './recorded-deliveries.ts';

/** What all load threads found together of the deliveries of a chat. */
export interface MergedDeliveries extends Omit<RecordedDeliveries, 'times'> {
  readonly times: DeliveryTimes<Distribution | null>;
}

/** Rooms never cross threads, so counts and histograms are added. Null for a load that is no chat. */
export function mergeDeliveries(
  shares: readonly (RecordedDeliveries | null)[],
): MergedDeliveries | null {
  const all = shares.filter((share) => share !== null);
  if (all.length === 0) return null;
  const counts = sumCounts(all.map((share) => share.counts));
  assertDeliveries(counts);
  const merge = (key: keyof DeliveryTimes<unknown>) =>
    mergeTimes(all.map((share) => share.times[key]));
  return {
    counts,
    deliveredInWindow: all.reduce((sum, share) => sum + share.deliveredInWindow, 0),
    slowReadersDisconnected: all.reduce((sum, share) => sum + share.slowReadersDisconnected, 0),
    times: {
      deliveryTimeNs: merge('deliveryTimeNs'),
      firstReceiverTimeNs: merge('firstReceiverTimeNs'),
      medianReceiverTimeNs: merge('medianReceiverTimeNs'),
      lastReceiverTimeNs: merge('lastReceiverTimeNs'),
    },
  };
}

function sumCounts(all: readonly ChatDeliveries[]): ChatDeliveries {
  const sum = (key: keyof ChatDeliveries) => all.reduce((total, counts) => total + counts[key], 0);
  return {
    expected: sum('expected'),
    delivered: sum('delivered'),
    lost: sum('lost'),
    failed: sum('failed'),
    unfinished: sum('unfinished'),
    duplicated: sum('duplicated'),
    misordered: sum('misordered'),
    excused: sum('excused'),
  };
}
