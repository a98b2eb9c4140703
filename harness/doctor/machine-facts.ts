import type { Environment } from '../../results/environment.ts';
import type { KeptSelftest } from '../../results/kept-selftest.ts';
import type { Placement } from '../../results/run-header.ts';
import type { ConnectionLimits } from '../plan/limit-problems.ts';
import type { Core } from '../plan/placement.ts';
import type { HostNoise } from '../trial/watches/watch-host.ts';

/** What a machine says of itself, as plain data; null: it does not say. */
export interface MachineFacts {
  readonly environment: Environment;
  readonly limits: ConnectionLimits;
  /** Which CPUs would serve and which would load. */
  readonly placement: Placement;
  readonly noise: HostNoise;
  readonly cpus: CpuFacts;
  readonly network: NetworkFacts;
  /** Bytes that lie in swap now. */
  readonly swapUsedBytes: number | null;
  readonly tools: ToolFacts;
  readonly selftest: KeptSelftest;
}

export interface CpuFacts {
  readonly turbo: { readonly isOn: boolean; readonly switchPath: string } | null;
  /** CPUs that share a core, by core. */
  readonly cores: readonly Core[] | null;
  readonly isVirtual: boolean | null;
  readonly clock: { readonly source: string; readonly available: readonly string[] } | null;
}

export interface NetworkFacts {
  readonly timeWaitSockets: number | null;
  /** net.core.rmem_max, bytes. */
  readonly receiveBufferMaxBytes: number | null;
}

export interface ToolFacts {
  /** Why POSIX sockets can't be used here; null when they can. */
  readonly noPosixSockets: string | null;
  readonly hasCompiler: boolean;
  /** The Node.js that the checkout brings; null where there is no checkout. */
  readonly pinnedNode: string | null;
}
