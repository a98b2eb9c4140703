import type { Conversation, Service } from './service.ts';
import { STAY_SILENT } from './service.ts';

/**
 * An echo that thinks before it answers: one unit of computation per message.
 *
 * A message is `messageBytes` of the stream and nothing marks its ends, so they are counted. The
 * unit is asked for with a message's FIRST byte: a message split over many chunks costs one unit,
 * and several messages glued into one chunk cost one each. Chunks go back as they came.
 */
export function createWork(messageBytes: number): Service {
  if (!Number.isSafeInteger(messageBytes) || messageBytes < 1) {
    throw new RangeError(
      `work: messageBytes is ${messageBytes}; it must be a whole number above 0`,
    );
  }
  return {
    name: 'work',
    summary: 'computes one unit for every message, then sends it back',
    open(): Conversation {
      let bytesIntoMessage = 0;
      return {
        opening: STAY_SILENT,
        receive(chunk) {
          const computations = messagesStarted(bytesIntoMessage, chunk.length, messageBytes);
          bytesIntoMessage = (bytesIntoMessage + chunk.length) % messageBytes;
          return { computations, bytes: chunk, note: null, close: false };
        },
      };
    },
  };
}

/** How many of the next `length` bytes are a message's first, `offset` bytes into a message. */
function messagesStarted(offset: number, length: number, messageBytes: number): number {
  return Math.ceil((offset + length) / messageBytes) - Math.ceil(offset / messageBytes);
}
