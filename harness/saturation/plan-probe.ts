import type { Outcome, SearchAnswer } from '../../results/saturation.ts';

/** Where a search may look, and how far it goes. Rates are messages per second. */
export interface SearchSpace {
  readonly startPerSec: number;
  readonly lowestPerSec: number;
  readonly highestPerSec: number;
  /** The bracket is narrow enough when its upper end is at most this many times its lower. */
  readonly narrowTo: number;
  readonly probesMax: number;
}

/** What one probe came to. */
export interface Probed {
  readonly ratePerSec: number;
  readonly outcome: Outcome;
}

export type SearchStep =
  | { readonly nextPerSec: number; readonly answer: null }
  | { readonly nextPerSec: null; readonly answer: SearchAnswer };

/** While all rates hold, the next is 1.5, 2, 2.5, ... times as high: a poor guess is soon left behind. */
const GROWTH = 0.5;
/** While none holds, the next is a quarter. */
const SHRINKING = 4;
/** The upper end of the answer rests on so many failed probes, more than succeeded there. */
const FAILURES_FOR_EDGE = 2;
/** A rate at which so many probes told nothing is left alone for now: lower ones may tell more. */
const UNCLEAR_TO_LEAVE = 2;
/** So many in a row, and the server is taken for gone: one may be an overload that passes. */
const UNANSWERED_TO_END = 2;
/** So many, and it is the answer's upper end that the host did not let us see further. */
const UNCLEAR_FOR_EDGE = 3;

/**
 * Says which rate to try next, given all probes so far, or what the search has found. Grows
 * geometrically until a rate is not held, then halves the bracket (on a logarithmic scale). A
 * failure counts at once, but before it becomes the answer it has to happen twice, and 2 of 3
 * decide: the search comes back to it when the bracket is narrow, and goes on upwards if it was a
 * hiccup. Noise makes no server faster, so that a rate that held once did hold. A rate that the
 * host spoiled is tried again, at once and once more in the end; meanwhile it counts as not held.
 * A server that answers nobody, whatever the rate, is not searched further.
 */
export function planProbe(probes: readonly Probed[], space: SearchSpace): SearchStep {
  const tallies = tallyRates(probes);
  const bracket = findBracket(tallies);
  const { held, edge } = bracket;
  const last = probes.at(-1)?.outcome;
  if (last === 'broken' || last === 'interrupted') return finish(bracket, last);
  if (isGone(probes)) return finish(findBracket(tallyRates(answeredOf(probes))), 'unanswered');
  if (probes.length >= space.probesMax) return finish(bracket, 'probes-used');

  const undecided = tallies.find(
    ({ held, failed, unclear }) => held === failed && unclear < UNCLEAR_TO_LEAVE,
  );
  if (undecided !== undefined) return tryNext(undecided.ratePerSec);
  if (held === null && edge === null) return tryNext(clamp(space.startPerSec, space));
  if (edge === null) {
    const highest = held ?? space.highestPerSec;
    if (highest >= space.highestPerSec) return finish(bracket, 'highest-held');
    const steps = tallies.every((tally) => tally.failed === 0) ? tallies.length : 1;
    return tryNext(clamp(highest * (1 + GROWTH * steps), space));
  }
  const between = held === null ? shrink(edge, space) : halve(held, edge, space);
  if (between !== null) return tryNext(between);
  if (edge.failed < FAILURES_FOR_EDGE && edge.unclear < UNCLEAR_FOR_EDGE) {
    return tryNext(edge.ratePerSec);
  }
  return finish(bracket, held === null ? 'lowest-missed' : 'narrowed');
}

function isGone(probes: readonly Probed[]): boolean {
  const last = probes.slice(-UNANSWERED_TO_END);
  return last.length === UNANSWERED_TO_END && last.every(({ outcome }) => outcome === 'unanswered');
}

/** Silence at a rate says nothing of the rate. */
function answeredOf(probes: readonly Probed[]): readonly Probed[] {
  return probes.filter(({ outcome }) => outcome !== 'unanswered');
}

interface Tally {
  readonly ratePerSec: number;
  readonly held: number;
  readonly failed: number;
  readonly unclear: number;
  /** Once the client was at its limit at a rate, no failure there is the server's for certain. */
  readonly clientLimited: boolean;
}

function tallyRates(probes: readonly Probed[]): Tally[] {
  const groups = Map.groupBy(probes, ({ ratePerSec }) => ratePerSec);
  return [...groups].map(([ratePerSec, group]) => {
    const count = (...outcomes: Outcome[]) =>
      group.filter(({ outcome }) => outcomes.includes(outcome)).length;
    return {
      ratePerSec,
      held: count('held'),
      failed: count('missed', 'client-limit', 'unanswered'),
      unclear: count('unclear'),
      clientLimited: count('client-limit') > 0,
    };
  });
}

interface Bracket {
  readonly held: number | null;
  /** The lowest rate above `held` that failed, or of which nothing can be known. */
  readonly edge: Tally | null;
}

function findBracket(tallies: readonly Tally[]): Bracket {
  const heldRates = tallies.filter((tally) => tally.held > tally.failed);
  const held =
    heldRates.length === 0 ? null : Math.max(...heldRates.map(({ ratePerSec }) => ratePerSec));
  const edge = tallies
    .filter((tally) => !heldRates.includes(tally) && isLeft(tally))
    .filter(({ ratePerSec }) => ratePerSec > (held ?? 0))
    .reduce<Tally | null>(
      (lowest, tally) => (tally.ratePerSec < (lowest?.ratePerSec ?? Infinity) ? tally : lowest),
      null,
    );
  return { held, edge };
}

function isLeft({ held, failed, unclear }: Tally): boolean {
  return failed > held || unclear >= UNCLEAR_TO_LEAVE;
}

/** The next lower rate, or null when there is none. */
function shrink({ ratePerSec }: Tally, space: SearchSpace): number | null {
  return ratePerSec <= space.lowestPerSec ? null : clamp(ratePerSec / SHRINKING, space);
}

/** The rate in the middle of the bracket, or null when it is narrow enough. */
function halve(held: number, edge: Tally, { narrowTo }: SearchSpace): number | null {
  if (edge.ratePerSec <= held * narrowTo) return null;
  const middle = roundRate(Math.sqrt(held * edge.ratePerSec));
  return middle > held && middle < edge.ratePerSec ? middle : null;
}

function clamp(ratePerSec: number, { lowestPerSec, highestPerSec }: SearchSpace): number {
  return Math.min(highestPerSec, Math.max(lowestPerSec, roundRate(ratePerSec)));
}

/** Three digits: as many as a report shows. */
function roundRate(ratePerSec: number): number {
  return Number(ratePerSec.toPrecision(3));
}

function tryNext(nextPerSec: number): SearchStep {
  return { nextPerSec, answer: null };
}

function finish({ held, edge }: Bracket, end: SearchAnswer['end']): SearchStep {
  const edgePerSec = edge?.ratePerSec ?? null;
  const cause = edge === null ? null : causeOf(edge);
  return {
    nextPerSec: null,
    answer: {
      heldPerSec: held,
      missedPerSec: cause === 'server' ? edgePerSec : null,
      clientLimitPerSec: cause === 'client' ? edgePerSec : null,
      unclearPerSec: cause === 'host' ? edgePerSec : null,
      end,
    },
  };
}

/** Whose limit a rate is at which no probe, or too few, held. */
function causeOf({ held, failed, clientLimited }: Tally): 'server' | 'client' | 'host' {
  if (failed <= held) return 'host';
  return clientLimited ? 'client' : 'server';
}
