import type { EngineName } from '../../loadgen/load-plan.ts';
import type { LoadResult } from '../../loadgen/threads/merge-shares.ts';
import type { Trial } from '../../results/trial.ts';
import type { ReceiveBufferLoss } from '../../results/trial-result.ts';
import type { ServerExit } from '../../servers/strategy.ts';
import type { WatchedUsage } from './watches/process-watch.ts';
import type { HostNoise } from './watches/watch-host.ts';
import type { ListenQueueCounts } from './watches/watch-listen-queues.ts';

/** All that is known of a trial when it has ended. */
export interface TrialRecord {
  readonly trial: Trial;
  readonly startedAt: string;
  readonly measured: LoadResult;
  readonly watched: { readonly server: WatchedUsage | null; readonly load: WatchedUsage | null };
  /** How our server ended; null for a server that is not ours. */
  readonly exit: ServerExit | null;
  /** The same, when it ended before it was told to. */
  readonly death: ServerExit | null;
  readonly noise: HostNoise;
  /** CPU time of the harness in the window; null when that never opened. */
  readonly harnessCpuNs: number | null;
  /** Null where it is not known. */
  readonly listenQueue: ListenQueueCounts | null;
  /** The same. */
  readonly receiveBufferLoss: ReceiveBufferLoss | null;
  readonly interrupted: boolean;
  readonly mayEnd: boolean;
  readonly answersOnce: boolean;
  readonly engine: EngineName;
  readonly loadThreads: number;
  readonly serverCpus: number;
}
