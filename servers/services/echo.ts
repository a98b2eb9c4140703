import type { Conversation, Service } from './service.ts';
import { STAY_SILENT } from './service.ts';

/** Sends back what it receives, byte for byte, for as long as the client talks (RFC 862). */
export const echo: Service = {
  name: 'echo',
  summary: 'sends every byte back',
  open(): Conversation {
    return {
      opening: STAY_SILENT,
      receive: (chunk) => ({ computations: 0, bytes: chunk, note: null, close: false }),
    };
  },
};
