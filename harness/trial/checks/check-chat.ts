import type { TrialResult, Warning } from '../../../results/trial-result.ts';
import { formatShare } from './format-share.ts';

/** What is doubtful about a chat alone. */

/** From this share of the time to the last receiver on it is worth saying whose time that is. */
const HEARING_SHARE_MIN = 0.25;

/**
 * The load hears one member after the other. Where that takes it as long as the server to tell
 * them, the last one is late by the load's own doing. The node engine polls, so its CPU tells nothing.
 */
export function checkHearing({ trial, chat, loadgen }: TrialResult): Warning | null {
  if (trial.workload.kind !== 'chat' || chat === undefined || loadgen.engine !== 'posix')
    return null;
  const { loadgenCpuNsPerDelivery: hears, serverCpuNsPerDelivery: tells } = chat;
  if (hears === null || tells === null || hears < tells) return null;
  const hearingNs = hears * (trial.workload.membersPerRoom - 1);
  const last = chat.lastReceiverTimeNs?.p50 ?? Number.POSITIVE_INFINITY;
  if (hearingNs < last * HEARING_SHARE_MIN) return null;
  return {
    code: 'client-hears-late',
    message: `the load took ${formatMicroseconds(hears)} of CPU to hear a delivery, the server ${formatMicroseconds(tells)} to make it: for a whole room that is up to ${formatShare(Math.min(1, hearingNs / last))} of the median time to the last receiver (noted from ${formatShare(HEARING_SHARE_MIN)})`,
    advice:
      'Read the times to the median and the last receiver as at most: the CPU of the server per delivery is not touched.',
  };
}

function formatMicroseconds(ns: number): string {
  return `${(ns / 1e3).toFixed(1)} us`;
}

/** Slow readers are not among them: that the server lets those go is what they are there for. */
export function checkMembersGone({ trial, connections, chat }: TrialResult): Warning | null {
  const { closedByServer, reset, established } = connections;
  if (trial.workload.kind !== 'chat' || closedByServer + reset === 0) return null;
  const { countedByServer } = chat?.slowReaders ?? {};
  const counted =
    countedByServer === undefined
      ? ''
      : `; it counts ${countedByServer} that read too slowly for it`;
  return {
    code: 'member-gone',
    message: `the server ended the connections of ${closedByServer + reset} of ${established} members (${reset} by a reset)${counted}`,
    advice:
      'It may have taken them for slow readers: offer less, so that the load keeps up, or look at its log.',
  };
}
