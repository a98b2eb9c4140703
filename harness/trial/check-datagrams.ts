import { RECEIVE_BUFFER_FULL } from '../../loadgen/clients/connection.ts';
import type { TrialResult, Warning } from '../../results/trial-result.ts';
import { formatShare } from './format-share.ts';

/** What is doubtful about a load of datagrams alone. */

const LOST_SHARE_MAX = 0.001;

/** Nobody sends again what a datagram service loses: throughput falls, and the tail grows. */
export function checkLoss({ trial, counts }: TrialResult): Warning | null {
  if (trial.transport !== 'udp' || counts.scheduled === 0) return null;
  const share = counts.lost / counts.scheduled;
  if (share <= LOST_SHARE_MAX) return null;
  return {
    code: 'datagram-loss',
    message: `${counts.lost} of ${counts.scheduled} datagrams had no reply (${formatShare(share)}, limit ${formatShare(LOST_SHARE_MAX)})`,
    advice:
      "Mostly the server's receive buffer overflows: offer less, or enlarge it (SO_RCVBUF, net.core.rmem_max). `nstat -az UdpRcvbufErrors` counts what this machine dropped.",
  };
}

/** Replies that the load itself had no room for look like the server's loss, and are not. */
export function checkOwnBuffers({ connections }: TrialResult): Warning | null {
  const full = connections.failed?.[RECEIVE_BUFFER_FULL] ?? 0;
  if (full === 0) return null;
  return {
    code: 'client-limit',
    message: `the receive buffers of ${full} of the load's ${connections.attempted} sockets overflowed: replies were lost there`,
    advice:
      'Offer less, take a smaller depth or more load threads (--threads), or allow larger buffers (net.core.rmem_max).',
  };
}

/** The system told some sockets that their datagrams found no listener. */
export function checkReachable({ trial, connections }: TrialResult): Warning | null {
  if (trial.transport !== 'udp' || connections.refused === 0) return null;
  return {
    code: 'port-unreachable',
    message: `${connections.refused} of ${connections.attempted} sockets were told that nobody listens there (ECONNREFUSED)`,
    advice:
      'The server was gone for a while or for good, and what was sent meanwhile is lost: look at its log.',
  };
}
