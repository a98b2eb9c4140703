import { RECEIVE_BUFFER_FULL } from '../../../loadgen/clients/connection.ts';
import type { ReceiveBufferLoss, TrialResult, Warning } from '../../../results/trial-result.ts';
import { formatShare } from './format-share.ts';

/** What is doubtful about a load of datagrams alone. */

const LOST_SHARE_MAX = 0.001;

/** Whoever is told that nobody listens need not look into buffers. */
const GONE = {
  where: '',
  advice: 'Nobody listened there, for a while or for good: see port-unreachable.',
};

/** Nobody sends again what a datagram service loses: throughput falls, and the tail grows. */
export function checkLoss(result: TrialResult): Warning | null {
  const { trial, counts, connections, receiveBufferLoss } = result;
  if (trial.transport !== 'udp' || counts.scheduled === 0) return null;
  const share = counts.lost / counts.scheduled;
  if (share <= LOST_SHARE_MAX) return null;
  const { where, advice } = connections.refused > 0 ? GONE : findWhere(receiveBufferLoss);
  return {
    code: 'datagram-loss',
    message: `${counts.lost} of ${counts.scheduled} datagrams had no reply (${formatShare(share)}, limit ${formatShare(LOST_SHARE_MAX)})${where}`,
    advice,
  };
}

/** The kernel counts over the whole trial, with its warm-up: its figure may exceed the window's. */
function findWhere(loss: ReceiveBufferLoss | undefined): { where: string; advice: string } {
  if (loss === undefined) {
    return {
      where: '',
      advice:
        "Mostly the server's receive buffer overflows: offer less, or enlarge it there (SO_RCVBUF, net.core.rmem_max).",
    };
  }
  const { atServer, everywhere } = loss;
  if ((atServer ?? 0) > 0) {
    return {
      where: `; in the whole trial ${atServer} found the server's receive buffer full`,
      advice:
        'The server is slower than what comes, or pauses for longer than its buffer lasts: offer less, make it faster, or enlarge the buffer (SO_RCVBUF up to net.core.rmem_max; net.core.rmem_default for servers that set none).',
    };
  }
  if (everywhere > 0) {
    return {
      where: `; in the whole trial ${everywhere} found a receive buffer of this network namespace full${atServer === null ? '' : ", none of them the server's"}`,
      advice:
        atServer === null
          ? 'The server had ended when its socket was to be looked at, so nobody knows whose buffers those were: its own, most likely.'
          : 'Another program of this machine lost them, or the load itself did: then the warning client-limit says so.',
    };
  }
  return {
    where: '; no receive buffer was full',
    advice: 'The server took them and did not answer, or they were lost on their way to it.',
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
