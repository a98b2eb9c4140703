import { keepsConnection } from '../../results/keeps-connection.ts';
import type { CheckedConfig, CheckedScenario } from './bench-config.ts';

const QUICK = {
  warmupNs: 150_000_000,
  measureNs: 300_000_000,
  /** Where a client can be a new process or thread, sixteen at once take half a second. */
  newClientsMeasureNs: 700_000_000,
  drainNs: 200_000_000,
  rates: 2,
} as const;

/**
 * The same questions to every strategy in under a minute: one repetition of short trials. Enough
 * to see that everything works and how things roughly stand, not enough for a claim.
 */
export function shortenConfig(config: CheckedConfig): CheckedConfig {
  return { ...config, repetitions: 1, scenarios: config.scenarios.map(shortenScenario) };
}

function shortenScenario(scenario: CheckedScenario): CheckedScenario {
  const { load, workload } = scenario;
  const isLasting = keepsConnection(workload) || workload.kind === 'chat';
  const longestNs = isLasting ? QUICK.measureNs : QUICK.newClientsMeasureNs;
  return {
    ...scenario,
    load:
      load.loop === 'closed'
        ? load
        : { ...load, offeredRatesPerSec: load.offeredRatesPerSec.slice(0, QUICK.rates) },
    warmup: Math.min(scenario.warmup, QUICK.warmupNs),
    measure: Math.min(scenario.measure, longestNs),
    drain: Math.min(scenario.drain, QUICK.drainNs),
  };
}
