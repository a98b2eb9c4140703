import type { PairPlace, Side } from '../../results/gate-order.ts';
import { deriveSeed } from '../../results/seeded-random.ts';
import type { Load, Trial } from '../../results/trial.ts';
import type { CheckedGate } from '../config/gate-config.ts';
import type { StrategyEntry } from '../config/strategy-config.ts';
import type { Cell } from '../plan/cells.ts';
import type { PlannedTrial } from '../plan/plan-trials.ts';
import { type BuiltInOptions, commandForSide, nameEntry } from './side-server.ts';

/** A server of the gate with both its sides, ready to be measured. */
export interface MeasuredCell {
  readonly name: string;
  readonly sides: Readonly<Record<Side, Cell>>;
}

/** Where a trial of the gate stands: in a pair, or in the calibration before them. */
export type TrialPlace =
  | PairPlace
  | { readonly number: number; readonly side: Side; readonly attempt?: never };

export function describeGateCell(
  entry: StrategyEntry,
  folders: Readonly<Record<Side, string>>,
  gate: CheckedGate,
  options: BuiltInOptions,
): MeasuredCell {
  const name = nameEntry(entry);
  const side = (folder: string): Cell => ({
    name,
    scenario: 'gate',
    server: { strategy: name, label: name, command: commandForSide(folder, entry, options) },
    admitsOne: false,
    answersOnce: false,
    service: typeof entry === 'object' && 'command' in entry ? null : gate.service,
    transport: gate.transport,
    host: gate.host,
    workload: gate.workload,
    load: closedLoad(gate),
    timing: {
      firstReplyWaitNs: gate.firstReplyWait,
      warmupNs: gate.warmup,
      measureNs: gate.measure,
      drainNs: gate.drain,
      timeoutNs: gate.timeout,
    },
  });
  return { name, sides: { base: side(folders.base), head: side(folders.head) } };
}

/** What capacity is measured with. */
export function closedLoad({ connections }: Pick<CheckedGate, 'connections'>): Load {
  return { loop: 'closed', connections, depth: 1, thinkTimeNs: 0 };
}

/** What everything else is compared at: the same rate on both sides. */
export function fixedRateLoad({ load }: Cell, offeredRatePerSec: number): Load {
  const { connections } = load;
  return { loop: 'open', connections, offeredRatePerSec, arrivals: 'poisson' };
}

/** One trial; base and head of a pair meet the same arrivals. */
export function planGateTrial(
  cell: MeasuredCell,
  load: Load,
  place: TrialPlace,
  seed: number,
): PlannedTrial {
  const { name, sides } = cell;
  const side = sides[place.side];
  const { service, transport, workload, timing } = side;
  const kind = load.loop === 'closed' ? 'capacity' : 'fixed-rate';
  const scenario = place.attempt === undefined ? `calibration-${kind}` : kind;
  const parts = [name.replaceAll('/', '.'), scenario, place.side, `p${place.number}`];
  const trial: Trial = {
    id: [...parts, ...(place.attempt === undefined ? [] : [`a${place.attempt}`])].join('.'),
    scenario,
    cell: `${scenario}/${name}/${place.side}`,
    strategy: name,
    target: null,
    service,
    transport,
    workload,
    load,
    timing,
    repetition: place.number - 1,
    seed: deriveSeed(seed, 0x10000 + place.number),
    ...(place.attempt === undefined ? {} : { pair: place }),
  };
  return { cell: { ...side, load }, trial };
}
