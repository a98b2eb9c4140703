import { startKnownServer } from '../../known-servers/start-known-server.ts';
import type { RateSearch } from '../../results/saturation.ts';
import type { Trial } from '../../results/trial.ts';
import type { TrialResult } from '../../results/trial-result.ts';
import { unsupportedReason } from '../../sockets/libc.ts';
import { type CheckedLoadOrder, prepareLoad } from '../load-order.ts';
import { measureTrial, type TrialSetting } from '../trial/measure-trial.ts';
import { LoadFailure, startLoad } from '../trial/start-load.ts';
import { describeUnstarted } from '../trial/unstarted-trial.ts';
import type { SaturationQuest, SaturationWatcher } from './find-saturation.ts';
import { type SearchedServer, searchRates } from './search-rates.ts';

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
  { bound, arrivals }: SaturationQuest,
  watcher: SaturationWatcher,
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
  const quest = { bound, arrivals, narrowTo: NARROW_TO, probesMax: PROBES_MAX };
  return searchRates(server, quest, watcher, interrupt);
}

async function measureNullServer(
  trial: Trial,
  setting: TrialSetting,
  watcher: SaturationWatcher,
  interrupt: AbortSignal,
): Promise<TrialResult> {
  const { placement } = setting;
  const cpus = placement.pinned ? placement : null;
  const server = await startKnownServer(
    { kind: 'null-echo' },
    cpus === null ? {} : { cpus: cpus.serverCpus },
  );
  try {
    const load = await startLoad(cpus?.loadCpus ?? null);
    try {
      return await measureTrial({
        server,
        target: server.address,
        mayEnd: false,
        answersOnce: false,
        load,
        trial,
        setting,
        onProgress: watcher.progress,
        interrupt,
      });
    } finally {
      await load.end();
    }
  } catch (error) {
    if (error instanceof LoadFailure) return describeUnstarted(trial, error.message, setting);
    throw error;
  } finally {
    await server.stop();
  }
}

function describeStandIn(
  checked: CheckedLoadOrder,
  { load }: SearchedServer['trial'],
  watcher: SaturationWatcher,
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
