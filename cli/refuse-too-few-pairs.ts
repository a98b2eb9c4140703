import { fewestPairs } from '../gate/fewest-pairs.ts';
import { ConfigError } from '../harness/config/check-config.ts';
import { countOf } from '../reports/text/format.ts';
import type { GateOrder } from '../results/gate-order.ts';

/** A gate that could never say regression is none. Throws a `ConfigError`. */
export function refuseTooFewPairs({ looksAtPairs, alpha, cells }: GateOrder): void {
  const tests = cells.reduce((sum, { metrics }) => sum + metrics.length, 0);
  const fewest = fewestPairs(alpha, looksAtPairs.length, tests);
  const last = looksAtPairs.at(-1) ?? 0;
  if (last >= fewest) return;
  throw new ConfigError('gate', [
    `looks: after ${countOf(last, 'pair')} chance could still explain any change, so that a regression would never be found: with ${countOf(tests, 'figure')} to judge (metrics x strategies), ${countOf(looksAtPairs.length, 'look')} and alpha ${alpha} the last look takes ${fewest} pairs or more`,
  ]);
}
