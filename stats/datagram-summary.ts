import type { TrialResult } from '../results/trial-result.ts';

/** What became of the datagrams of a cell, over its complete trials. Shares are of those scheduled. */
export interface DatagramSummary {
  readonly lostShare: number;
  /** Of those scheduled in the window. */
  readonly lost: number;
  /** Answered later than the time-out. */
  readonly lateShare: number;
  readonly doubledShare: number;
  /** Answered after a later message was. */
  readonly overtakenShare: number;
  /** Thrown away by the server's receive buffer, warm-ups included; null where it is not known. */
  readonly lostInServerBuffer: number | null;
  /** By all other receive buffers of the network namespace: the load's, strangers'. Likewise. */
  readonly lostInOtherBuffers: number | null;
  /** How evenly the kernel dealt; null where one worker heard all, or none told. */
  readonly busiestWorker: BusiestWorker | null;
}

/** The share of all datagrams that the busiest worker of a trial heard: from trial to trial. */
export interface BusiestWorker {
  readonly workers: number;
  readonly leastShare: number;
  readonly mostShare: number;
}

/** Null for a cell without datagrams. */
export function summarizeDatagrams(trials: readonly TrialResult[]): DatagramSummary | null {
  if (trials[0]?.trial.transport !== 'udp') return null;
  const sum = (pick: (result: TrialResult) => number) =>
    trials.reduce((total, result) => total + pick(result), 0);
  const scheduled = sum(({ counts }) => counts.scheduled);
  const shareOf = (pick: (result: TrialResult) => number) =>
    scheduled === 0 ? 0 : sum(pick) / scheduled;
  const isKnown = trials.every((result) => typeof result.receiveBufferLoss?.atServer === 'number');
  const atServer = sum(({ receiveBufferLoss }) => receiveBufferLoss?.atServer ?? 0);
  const everywhere = sum(({ receiveBufferLoss }) => receiveBufferLoss?.everywhere ?? 0);
  return {
    lostShare: shareOf(({ counts }) => counts.lost),
    lost: sum(({ counts }) => counts.lost),
    lateShare: shareOf(({ counts }) => counts.timedOut),
    doubledShare: shareOf(({ counts }) => counts.duplicated),
    overtakenShare: shareOf(({ counts }) => counts.reordered),
    lostInServerBuffer: isKnown ? atServer : null,
    lostInOtherBuffers: isKnown ? Math.max(0, everywhere - atServer) : null,
    busiestWorker: findBusiest(trials),
  };
}

function findBusiest(trials: readonly TrialResult[]): BusiestWorker | null {
  const heard = trials.flatMap(({ server }) => {
    const datagrams = (server?.datagramsPerWorker ?? []).map((worker) => worker.datagrams);
    const all = datagrams.reduce((total, each) => total + each, 0);
    if (datagrams.length < 2 || all === 0) return [];
    return [{ workers: datagrams.length, share: Math.max(...datagrams) / all }];
  });
  if (heard.length === 0) return null;
  const shares = heard.map(({ share }) => share);
  return {
    workers: Math.max(...heard.map(({ workers }) => workers)),
    leastShare: Math.min(...shares),
    mostShare: Math.max(...shares),
  };
}
