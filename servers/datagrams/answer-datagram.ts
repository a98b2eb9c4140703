import { writeLogLine } from '../hosting/write-log-line.ts';
import { computeNow } from '../services/computation.ts';
import { loadService } from '../services/registry.ts';
import type { ConversationContext } from '../services/service.ts';
import type { ServerOptions } from '../strategy.ts';

/** Nothing that UDP carries is longer (RFC 768: a length of 16 bits, 8 of them for the header). */
export const DATAGRAM_MAX_BYTES = 65_535;

/** Whoever sent it is forgotten with the reply: there is nobody to be told anything later. */
const NOBODY: ConversationContext = { peer: '', tell: () => {} };

/** What is answered to a datagram; null for nothing. Computes first, where the service asks for it. */
export type AnswerDatagram = (datagram: Uint8Array) => Uint8Array | null;

/**
 * The services over datagrams. A datagram is whole or lost, so one receive is one message, and each
 * is a conversation of its own: to `work` it is one unit, however long it is. An empty datagram is a
 * message too, and comes back empty (RFC 862); it costs no computation.
 */
export async function createAnswer({
  service: name,
  work,
}: ServerOptions): Promise<AnswerDatagram> {
  const service = await loadService(name, { ...work, messageBytes: DATAGRAM_MAX_BYTES });
  return (datagram) => {
    const reaction = service.open(NOBODY).receive(datagram);
    if (reaction.computations > 0) computeNow(reaction.computations * work.rounds);
    if (reaction.note !== null) writeLogLine(reaction.note);
    return reaction.bytes;
  };
}
