import type { Distribution } from '../results/distribution.ts';
import type { TrialResult } from '../results/trial-result.ts';
import type { KnownOrder, KnownTrial } from './measure-known.ts';

/** One question to the harness whose true answer is known. */
export interface Check {
  readonly name: string;
  /** What is put to the test, as a sentence. */
  readonly claim: string;
  run(bench: Bench): Promise<Findings>;
}

/** What checks measure with. */
export interface Bench {
  readonly interrupt: AbortSignal;
  /** CPUs that the load runs on; null where nothing is pinned. */
  readonly loadCpus: readonly number[] | null;
  readonly serverCpus: readonly number[] | null;
  /** One trial; what it recorded is counted. */
  measure(order: KnownOrder): Promise<KnownTrial>;
  /** What is there without any server to speak of; measured once. */
  nullEcho(): Promise<NullEcho>;
  /** Has it measured anew: what it said was spoiled. */
  forgetNullEcho(): void;
  /** How many times all trials so far recorded, and the smallest of them. */
  recorded(): { readonly times: number; readonly leastNs: number };
}

/**
 * The null server, twice: kept busy by a closed loop of one, and asked so rarely that both ends fall
 * asleep in between. What a machine takes to wake lies between the two, and is nobody's error.
 */
export interface NullEcho {
  readonly busy: KnownTrial;
  readonly idle: KnownTrial;
}

export interface Findings {
  readonly rows: readonly Row[];
  /** What the host did to the measurement; empty when it was quiet. */
  readonly noise: readonly string[];
  /** What it did that was near a limit or beyond; left out where no host matters. */
  readonly unrest?: readonly string[];
  /** Differences below this mean nothing on this machine; from the one check that finds it out. */
  readonly errorBudgetNs?: number;
}

/** A figure beside the truth. */
export interface Row {
  readonly what: string;
  readonly expected: string;
  readonly measured: string;
  readonly allowed: string;
  /** Whether it holds; null for what is only told, and judges nothing. */
  readonly holds: boolean | null;
  /** No noise explains it where it does not hold. */
  readonly certain?: true;
}

export type Times = Pick<Distribution, 'count' | 'min'>;

/** Every distribution of a trial. */
export function distributionsOf(result: TrialResult): Times[] {
  const { responseTimeNs, serviceTimeNs, sendLagNs, connectTimeNs, firstReplyTimeNs } = result;
  return [responseTimeNs, serviceTimeNs, sendLagNs, connectTimeNs, firstReplyTimeNs].filter(
    (times) => times !== null,
  );
}
