import { median } from 'simple-statistics';
import type { GateCell } from '../../results/gate-order.ts';
import { meetsRate } from '../../results/rate-met.ts';
import { isServersFault, isSpoiled, wasHostLoud } from '../../results/trial-fault.ts';
import type { TrialResult } from '../../results/trial-result.ts';
import { awaitCalm } from './await-calm.ts';
import { fixedRateLoad, type MeasuredCell, planGateTrial } from './gate-cell.ts';
import { type GateRunner, measureOnce } from './measure-once.ts';

/** Closed loops that base's capacity is taken from. */
const CAPACITY_TRIALS = 3;
const CAPACITY_ATTEMPTS = 6;
/** At half of its capacity a server keeps up, and still works enough to be measured. */
const CAPACITY_SHARE = 0.5;
/** What is offered next when the client could not send that on time, so many times at most. */
const BACK_OFF = 0.7;
const RATE_TRIALS = 5;
/** A load that has less to spare than this is late whenever anything else runs. */
const LOAD_SHARE_MAX = 0.85;

/**
 * Finds the rate at which a cell's pairs are measured: half of what base answers in a closed loop,
 * or less where the client can't send that on time. Yields every trial, and gives the cell with what
 * was found. A disturbed host does not matter here: both sides get the same rate, whatever it is.
 */
export async function* calibrateCell(
  cell: MeasuredCell,
  asked: GateCell,
  runner: GateRunner,
): AsyncGenerator<TrialResult, GateCell> {
  const capacities: TrialResult[] = [];
  for (let number = 1; number <= CAPACITY_ATTEMPTS; number += 1) {
    if (capacities.length === CAPACITY_TRIALS) break;
    const place = { number, side: 'base' } as const;
    const planned = planGateTrial(cell, cell.sides.base.load, place, runner.seed);
    const result = await measureOnce(planned, runner);
    yield result;
    if (runner.interrupt.aborted) return asked;
    if (isServersFault(result)) return { ...asked, obstacle: describe(result) };
    if ((result.throughputPerSec ?? 0) > 0) capacities.push(result);
  }
  if (capacities.length === 0) {
    return { ...asked, obstacle: `the host spoiled all ${CAPACITY_ATTEMPTS} closed loops` };
  }
  const baseCapacityPerSec = median(capacities.map((each) => each.throughputPerSec ?? 0));
  const known = noteClientBound({ ...asked, baseCapacityPerSec }, capacities);
  return yield* findRate(cell, known, baseCapacityPerSec * CAPACITY_SHARE, runner);
}

/** Where the client is the limit, a closed loop measures the client on both sides alike. */
function noteClientBound(cell: GateCell, capacities: readonly TrialResult[]): GateCell {
  const bound = capacities.filter(isClientsLimit).length;
  const others = cell.metrics.filter((metric) => metric !== 'capacity');
  if (bound * 2 <= capacities.length || others.length === cell.metrics.length) return cell;
  if (others.length === 0) {
    return { ...cell, obstacle: 'the client is the limit, so that capacity can not be compared' };
  }
  const note = `capacity is not compared: the client was the limit in ${bound} of ${capacities.length} closed loops against base`;
  return { ...cell, metrics: others, notes: [...cell.notes, note] };
}

async function* findRate(
  cell: MeasuredCell,
  known: GateCell,
  halfPerSec: number,
  runner: GateRunner,
): AsyncGenerator<TrialResult, GateCell> {
  let ratePerSec = Math.max(1, Math.round(halfPerSec));
  for (let number = 1; number <= RATE_TRIALS; number += 1) {
    const load = fixedRateLoad(cell.sides.base, ratePerSec);
    const planned = planGateTrial(cell, load, { number, side: 'base' }, runner.seed);
    const result = await measureOnce(planned, runner);
    yield result;
    if (runner.interrupt.aborted) return known;
    if (isServersFault(result)) return { ...known, obstacle: describe(result) };
    const isLoadBusy = loadShareOf(result) > LOAD_SHARE_MAX;
    if (!isSpoiled(result) && !isLoadBusy && meetsRate(result.counts)) break;
    if (number === RATE_TRIALS) break;
    // A disturbed host makes every load late: that says nothing of the rate, and it is tried again.
    if (isLoadBusy || !wasHostLoud(result)) {
      ratePerSec = Math.max(1, Math.round(ratePerSec * BACK_OFF));
    } else await awaitCalm(runner.patience, runner.interrupt);
  }
  const isReduced = ratePerSec < Math.round(halfPerSec);
  const note = `the rate is ${Math.round((ratePerSec / halfPerSec) * 50)} % of base's capacity instead of 50 %: more could not be offered, or not be answered, on time`;
  return {
    ...known,
    offeredRatePerSec: ratePerSec,
    notes: isReduced ? [...known.notes, note] : known.notes,
  };
}

function loadShareOf({ loadgen, measuredNs }: TrialResult): number {
  return measuredNs === 0 ? 0 : loadgen.cpuNs / (measuredNs * loadgen.threads);
}

function isClientsLimit(result: TrialResult): boolean {
  return !wasHostLoud(result) && result.warnings.some(({ code }) => code === 'client-bound');
}

function describe({ trial, status, reasons }: TrialResult): string {
  return `${trial.id} is ${status}: ${reasons.join('; ')}`;
}
