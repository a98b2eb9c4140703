import type { Conversation, Service } from './service.ts';
import { STAY_SILENT } from './service.ts';

/** Notes who connected and closes: the smallest server that shows a connection was accepted. */
export const hangUp: Service = {
  name: 'hang-up',
  summary: 'notes the client in its log and hangs up without a word',
  open({ peer }): Conversation {
    const note = `connection from ${peer === '' ? 'a nameless client' : peer}`;
    return {
      opening: { computations: 0, bytes: null, note, close: true },
      receive: () => STAY_SILENT,
    };
  },
};
