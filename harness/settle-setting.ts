import type { CheckedConfig } from './config/bench-config.ts';
import { readPlacement } from './machine/read-placement.ts';
import { chooseEngine } from './plan/choose-engine.ts';
import { defaultLoadThreads, defaultWorkers } from './plan/placement.ts';
import type { TrialSetting } from './trial/measure-trial.ts';

/** From the start of a server to its first client: slow machines load much code. */
export const READY_TIMEOUT_MS = 15_000;

/**
 * What all trials of a config have in common, on the machine as it is. `countRounds` finds out how
 * much a message computes, on the CPUs that the server will have (null: any).
 */
export function settleSetting(
  { engine, loadThreads, server }: CheckedConfig,
  countRounds: (cpus: readonly number[] | null) => number,
): TrialSetting {
  const placement = readPlacement();
  return {
    placement,
    engine: chooseEngine(engine),
    loadThreads: loadThreads ?? defaultLoadThreads(placement),
    backlog: server.backlog,
    workers: server.workers ?? defaultWorkers(placement),
    workRounds: countRounds(placement.pinned ? placement.serverCpus : null),
    readyTimeoutMs: READY_TIMEOUT_MS,
  };
}
