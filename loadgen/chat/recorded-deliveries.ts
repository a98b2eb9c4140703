import type { ChatDeliveries } from '../../results/chat-result.ts';
import type { RecordedTimes } from '../recording/share-result.ts';

/** What one load thread, or several together, found of the deliveries of a chat. */
export interface RecordedDeliveries {
  readonly counts: ChatDeliveries;
  /** Received in the measured window, whenever their messages were due. */
  readonly deliveredInWindow: number;
  /** Slow readers of whom the room heard that they left. */
  readonly slowReadersDisconnected: number;
  readonly times: DeliveryTimes<RecordedTimes | null>;
}

/** All from the intended start of a message. */
export interface DeliveryTimes<T> {
  readonly deliveryTimeNs: T;
  readonly firstReceiverTimeNs: T;
  readonly medianReceiverTimeNs: T;
  readonly lastReceiverTimeNs: T;
}
