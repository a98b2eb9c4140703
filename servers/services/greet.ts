import { GREETING } from '../../protocol/greeting.ts';
import type { Conversation, Service } from './service.ts';
import { STAY_SILENT } from './service.ts';

const GREETING_BYTES = new TextEncoder().encode(GREETING);

const THANK_AND_CLOSE: Conversation = {
  opening: { computations: 0, bytes: GREETING_BYTES, note: null, close: true },
  receive: () => STAY_SILENT,
};

/** The server speaks first, and once: a thank-you, then the end of the stream. */
export const greet: Service = {
  name: 'greet',
  summary: 'says "Thank you for connecting" to whoever connects, and hangs up',
  open: () => THANK_AND_CLOSE,
};
