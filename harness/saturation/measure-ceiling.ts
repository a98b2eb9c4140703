import { startKnownServer } from '../../known-servers/start-known-server.ts';
import type { RateSearch } from '../../results/saturation.ts';
import type { Trial } from '../../results/trial.ts';
import type { TrialResult } from '../../results/trial-result.ts';
import { unsupportedReason } from '../../sockets/libc.ts';
import type { CheckedLoadOrder } from '../load-order.ts';
import { prepareLoad } from '../prepare-load.ts';
import { measureTrial, type TrialSetting } from '../trial/measure-trial.ts';
import { startLoad } from '../trial/start-load.ts';
import { describeUnstarted } from '../trial/unstarted-trial.ts';
import {
  type SaturationQuest,
  type SearchedServer,
  type SearchWatcher,
  searchRates,
} from './search-rates.ts';

/** The ceiling is there to be compared with, so that a tenth is near enough. */
const NARROW_TO = 1.1;
const PROBES_MAX = 10;

/** The nearest thing to a null server where there are no POSIX sockets. */
const STAND_IN = 'event-loop';

export interface CeilingOrder {
  readonly checked: CheckedLoadOrder;
  readonly trial: SearchedServer['trial'];
  readonly setting: TrialSetting;
}

/** The highest rate that the client itself can hold, under the same load: against a null server. */
export function measureCeiling(
  { checked, trial, setting }: CeilingOrder,
  quest: SaturationQuest,
  watcher: SearchWatcher,
  interrupt: AbortSignal,
): Promise<RateSearch> {
  const standsIn = unsupportedReason() !== null;
  const server: SearchedServer = standsIn
    ? describeStandIn(checked, trial, watcher, interrupt)
    : {
        name: 'null-echo',
        trial: {
          ...trial,
          ...{ scenario: 'ceiling', cell: 'ceiling' },
          ...{ strategy: null, target: 'null-echo', service: null, transport: 'tcp' },
        },
        measure: (probe) => measureNullServer(probe, setting, watcher, interrupt),
      };
  const probesMax = Math.min(quest.probesMax, PROBES_MAX);
  return searchRates(server, { ...quest, narrowTo: NARROW_TO, probesMax }, watcher, interrupt);
}

/** Whatever fails here costs a probe of the ceiling, never what is known of the target. */
async function measureNullServer(
  trial: Trial,
  setting: TrialSetting,
  watcher: SearchWatcher,
  interrupt: AbortSignal,
): Promise<TrialResult> {
  const cpus = setting.placement.pinned ? setting.placement : null;
  const stops: (() => Promise<unknown>)[] = [];
  try {
    const options = cpus === null ? {} : { cpus: cpus.serverCpus };
    const server = await startKnownServer({ kind: 'null-echo' }, options);
    stops.push(server.stop);
    const load = await startLoad(trial.load, cpus?.loadCpus ?? null);
    stops.push(load.end);
    const { address: target } = server;
    const shared = { load, trial, setting, onProgress: watcher.progress, interrupt };
    return await measureTrial({ ...shared, server, target, mayEnd: false, answersOnce: false });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return describeUnstarted(trial, reason, setting);
  } finally {
    await Promise.all(stops.map((stop) => stop()));
  }
}

function describeStandIn(
  checked: CheckedLoadOrder,
  { load }: SearchedServer['trial'],
  watcher: SearchWatcher,
  interrupt: AbortSignal,
): SearchedServer {
  const order = { ...checked.order, service: 'echo' };
  const { trial, measure } = prepareLoad({ order, target: STAND_IN, address: null });
  return {
    name: STAND_IN,
    trial: { ...trial, scenario: 'ceiling', cell: 'ceiling', load },
    measure: (probe) => measure(probe, watcher.progress, interrupt),
  };
}
