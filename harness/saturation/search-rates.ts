import type { ResponseBound } from '../../results/response-bound.ts';
import type { Outcome, Probe, RateSearch } from '../../results/saturation.ts';
import type { Load, Trial } from '../../results/trial.ts';
import type { TrialResult } from '../../results/trial-result.ts';
import type { TrialProgress } from '../trial/measure-trial.ts';
import { judgeProbe } from './judge-probe.ts';
import { planProbe, type SearchSpace } from './plan-probe.ts';

/** A server whose highest rate is searched. */
export interface SearchedServer {
  readonly name: string;
  /** What the probes have in common, with the closed loop from which the first guess comes. */
  readonly trial: Trial & { readonly load: Load & { readonly loop: 'closed' } };
  /** One trial, on a fresh server where it is ours to start. */
  measure(trial: Trial): Promise<TrialResult>;
}

/** What is asked of a server, under an open loop with these arrivals, and in how many probes. */
export interface SaturationQuest {
  readonly bound: ResponseBound;
  readonly arrivals: 'constant' | 'poisson';
  readonly probesMax: number;
}

export interface RateQuest extends SaturationQuest {
  /** See SearchSpace. */
  readonly narrowTo: number;
}

export interface SearchWatcher {
  /** `null`: the closed-loop trial that makes the first guess. */
  probing(server: string, ratePerSec: number | null): void;
  probed(server: string, probe: Probe): void;
  progress(progress: TrialProgress): void;
}

/** Highest rate that a plan takes (see loadSchema). */
const HIGHEST_PER_SEC = 10_000_000;
/** A probe with fewer messages than this has no percentiles to speak of. */
const MESSAGES_MIN = 50;
const GUESS_MEASURE_MAX_NS = 1e9;
/** A server keeps its bound somewhat below its capacity. */
const START_SHARE = 0.7;
/** Where the closed loop told nothing. */
const START_PER_SEC = 1_000;

/** Probes a server until its highest rate is known as well as it can be, or the user had enough. */
export async function searchRates(
  server: SearchedServer,
  quest: RateQuest,
  watcher: SearchWatcher,
  interrupt: AbortSignal,
): Promise<RateSearch> {
  watcher.probing(server.name, null);
  const firstGuess = await server.measure(planGuess(server.trial));
  const space = describeSpace(server.trial, firstGuess, quest);
  const probes: Probe[] = [];
  for (;;) {
    const { answer, nextPerSec } = interrupt.aborted
      ? planProbe([...probes, INTERRUPTED], space)
      : planProbe(probes, space);
    if (answer !== null) return { server: server.name, answer, firstGuess, probes };
    watcher.probing(server.name, nextPerSec);
    const trial = planTrial(server.trial, nextPerSec, probes.length + 1, quest);
    const result = await server.measure(trial);
    const judged = judgeProbe(result, quest.bound);
    const outcome = isCutShort(result, judged, interrupt) ? 'interrupted' : judged;
    const probe = { ratePerSec: nextPerSec, outcome, result };
    probes.push(probe);
    watcher.probed(server.name, probe);
  }
}

const INTERRUPTED = { ratePerSec: 0, outcome: 'interrupted' } as const;

/** Whatever an interrupt did to a trial, its server or its load, says nothing of the server. */
function isCutShort({ status }: TrialResult, judged: Outcome, interrupt: AbortSignal): boolean {
  return interrupt.aborted && status !== 'complete' && judged !== 'held' && judged !== 'broken';
}

function planGuess(trial: Trial): Trial {
  const measureNs = Math.min(trial.timing.measureNs, GUESS_MEASURE_MAX_NS);
  return { ...trial, id: `${trial.cell}.guess`, timing: { ...trial.timing, measureNs } };
}

function planTrial(
  { load, ...trial }: SearchedServer['trial'],
  offeredRatePerSec: number,
  number: number,
  { arrivals }: RateQuest,
): Trial {
  const { loop: _, depth: _depth, thinkTimeNs: _thinkTime, ...shared } = load;
  return {
    ...trial,
    id: `${trial.cell}.probe${number}`,
    load: { ...shared, loop: 'open', offeredRatePerSec, arrivals },
    repetition: number - 1,
    // Another schedule each time: a rate that is probed again is probed anew.
    seed: (trial.seed + number) % 2 ** 32,
  };
}

function describeSpace(
  { timing }: Trial,
  { throughputPerSec }: TrialResult,
  { narrowTo, probesMax }: RateQuest,
): SearchSpace {
  return {
    startPerSec: (throughputPerSec ?? 0) * START_SHARE || START_PER_SEC,
    lowestPerSec: Math.max(1, Math.ceil((MESSAGES_MIN * 1e9) / timing.measureNs)),
    highestPerSec: HIGHEST_PER_SEC,
    narrowTo,
    probesMax,
  };
}
