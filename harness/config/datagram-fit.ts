import { HEADER_BYTES } from '../../protocol/message.ts';
import type { Workload } from '../../results/trial.ts';

/** A reply is matched by what it bears: sequence and connection, and the line feed behind them. */
const DATAGRAM_MIN_BYTES = HEADER_BYTES + 1;
/** What a UDP datagram over IPv4 holds: 65,535 less 20 of IP header and 8 of its own (RFC 768). */
const DATAGRAM_MAX_BYTES = 65_507;

/** Why a workload can't be put to a datagram server, or null when it can. */
export function whyNoDatagrams(workload: Workload): string | null {
  if (workload.kind !== 'conversation') {
    return `datagrams know no connections: the workload for udp:// is conversation, not ${workload.kind}`;
  }
  const { payloadBytes } = workload;
  if (payloadBytes < DATAGRAM_MIN_BYTES) {
    return `each datagram bears its sequence and connection: it has at least ${DATAGRAM_MIN_BYTES} bytes (--size ${DATAGRAM_MIN_BYTES}), not ${payloadBytes}`;
  }
  if (payloadBytes > DATAGRAM_MAX_BYTES) {
    return `a datagram holds at most ${DATAGRAM_MAX_BYTES} bytes (--size ${DATAGRAM_MAX_BYTES}), not ${payloadBytes}`;
  }
  return null;
}
