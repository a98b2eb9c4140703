import type { Notice } from '../services/service.ts';

/**
 * What a place that blocks tells the middle: words for all others, or something about itself. With
 * `over` it has said its last word, and stays until the middle ends the stream: closed earlier, the
 * stream might break under what the middle writes, and what the middle had not read would be lost.
 */
export type PlaceReport = Notice | 'ready' | 'disconnected-slow-reader' | 'over';

/** What it is told: first who is there already, then the words of others. */
export type PlaceOrder = Notice | { readonly kind: 'welcome'; readonly present: readonly Notice[] };

const LINE_FEED = 0x0a;

/** One message as a line of JSON, which has no line feed within. */
export function encodeLine(message: PlaceReport | PlaceOrder): Buffer {
  return Buffer.from(`${JSON.stringify(message)}\n`);
}

/** Cuts a stream between two of our own into messages; what is cut off at its end is dropped. */
export class LineReader<Message extends PlaceReport | PlaceOrder> {
  #rest: Buffer = Buffer.alloc(0);

  push(chunk: Uint8Array): Message[] {
    const bytes = Buffer.concat([this.#rest, chunk]);
    const messages: Message[] = [];
    let start = 0;
    for (let end = bytes.indexOf(LINE_FEED); end >= 0; end = bytes.indexOf(LINE_FEED, start)) {
      messages.push(JSON.parse(bytes.toString('utf8', start, end)));
      start = end + 1;
    }
    this.#rest = bytes.subarray(start);
    return messages;
  }
}
