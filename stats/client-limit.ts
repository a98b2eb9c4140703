import type { TrialResult } from '../results/trial-result.ts';

/** What a sweep over offered rates says of the client: from where on it, not the server, was the limit. */
export interface ClientLimit {
  /** From this offered rate on most trials were spoiled by the client; null where it was none. */
  readonly fromPerSec: number | null;
  /** The highest rate offered below it; null where there is none. */
  readonly belowPerSec: number | null;
  /** Rates at which the client spoiled some trial, the lowest first. */
  readonly rates: readonly SpoiledRate[];
}

/** Trials of all strategies at one offered rate. */
export interface SpoiledRate {
  readonly ratePerSec: number;
  readonly trials: number;
  readonly clientBound: number;
}

/** The trial judge's words for it (harness/trial/checks/judge-trial.ts): how a reason or a warning begins. */
const CLIENT_CODES = ['client-bound', 'client-limit'];

/**
 * A rate at which the client spoiled half of the trials or more, whatever the server, and all higher
 * rates offered likewise, is beyond the client. A single late client below that is a hiccup.
 * Null for trials that are no sweep, and where the client spoiled none.
 */
export function findClientLimit(trials: readonly TrialResult[]): ClientLimit | null {
  const byRate = Map.groupBy(trials, ({ trial: { load } }) =>
    load.loop === 'open' ? load.offeredRatePerSec : 0,
  );
  byRate.delete(0);
  const all = [...byRate]
    .map(([ratePerSec, group]) => ({
      ratePerSec,
      trials: group.length,
      clientBound: group.filter(wasClientBound).length,
    }))
    .sort((a, b) => a.ratePerSec - b.ratePerSec);
  const rates = all.filter(({ clientBound }) => clientBound > 0);
  if (rates.length === 0) return null;
  const firstBeyond = all.findLastIndex((rate) => !isBeyond(rate)) + 1;
  return {
    fromPerSec: all[firstBeyond]?.ratePerSec ?? null,
    belowPerSec: all[firstBeyond - 1]?.ratePerSec ?? null,
    rates,
  };
}

function isBeyond({ trials, clientBound }: SpoiledRate): boolean {
  return clientBound * 2 >= trials;
}

function wasClientBound({ status, reasons }: TrialResult): boolean {
  return (
    status === 'invalid' &&
    reasons.some((reason) => CLIENT_CODES.some((code) => reason.startsWith(`${code}:`)))
  );
}
