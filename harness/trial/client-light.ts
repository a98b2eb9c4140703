import type { LoadProgress } from '../../loadgen/threads/run-load.ts';
import type { Load } from '../../results/trial.ts';
import {
  LOAD_BUSY_SHARE,
  SENT_LATE_SHARE_MAX,
  SERVER_BUSY_SHARE,
  SERVER_SPARE_SHARE,
} from './checks/check-client.ts';
import type { RecentUsage } from './watches/recent-usage.ts';

/** Whether the load itself is the limit, while it runs: `near` says that both sides are at theirs. */
export type ClientLight = 'clear' | 'near' | 'bound';

export interface ClientState {
  readonly load: Load;
  readonly loadThreads: number;
  readonly serverCpus: number;
  /** Null where it is not known. */
  readonly server: RecentUsage | null;
  readonly progress: Pick<LoadProgress, 'phase' | 'sent' | 'sentLate' | 'busyCpus'>;
}

/**
 * A first look by the limits that judge the trial when it has ended; null while there is too little
 * to see. An open loop may poll on purpose, so that there the messages that left late tell.
 */
export function lookAtClient(state: ClientState): ClientLight | null {
  const { load, server, progress } = state;
  if (progress.phase !== 'measuring') return null;
  if (load.loop === 'open') {
    if (progress.sent === 0) return null;
    return progress.sentLate / progress.sent > SENT_LATE_SHARE_MAX ? 'bound' : 'clear';
  }
  if (progress.busyCpus === null) return null;
  if (progress.busyCpus / state.loadThreads < LOAD_BUSY_SHARE) return 'clear';
  const serverBusy = server === null ? 0 : server.busyCpus / state.serverCpus;
  if (serverBusy < SERVER_SPARE_SHARE) return 'bound';
  return serverBusy < SERVER_BUSY_SHARE ? 'near' : 'clear';
}
