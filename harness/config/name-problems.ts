import { z } from 'zod';
import type { Workload } from '../../results/trial.ts';
import { STRATEGY_NAMES } from '../../servers/registry.ts';
import { SERVICE_NAMES } from '../../servers/services/registry.ts';
import { labelServer } from '../plan/server-label.ts';
import { nearestName } from './nearest-name.ts';
import { parseCount } from './quantity.ts';
import { whyUnfit } from './service-fit.ts';

/** The names of a config, as far as they can be read: the rest of it may be wrong. */
const strategyNames = z
  .union([
    z.string().transform((strategy) => ({ strategy, distribution: undefined, workers: undefined })),
    z.object({ name: z.string(), command: z.unknown().refine((value) => value !== undefined) }),
    z.object({
      strategy: z.string(),
      distribution: z.string().optional().catch(undefined),
      workers: z.union([z.number(), z.string()]).optional().catch(undefined),
    }),
  ])
  .nullable()
  .catch(null);

const scenarioNames = z
  .object({
    name: z.string().nullable().catch(null),
    service: z.string().optional().catch(undefined),
    workload: z
      .object({ kind: z.enum(['conversation', 'stream', 'churn', 'greet', 'chat']) })
      .nullable()
      .catch(null),
    strategies: z.array(strategyNames).catch([]),
    load: z
      .object({ offeredRatesPerSec: z.array(z.union([z.number(), z.string()])).catch([]) })
      .catch({ offeredRatesPerSec: [] }),
  })
  .nullable()
  .catch(null);

const gateNames = z
  .object({ strategies: z.array(strategyNames).catch([]) })
  .catch({ strategies: [] });

const configNames = z
  .object({ scenarios: z.array(scenarioNames).catch([]), gate: gateNames })
  .catch({ scenarios: [], gate: { strategies: [] } });

type ScenarioNames = z.output<typeof scenarioNames>;

/** Names that nothing has, and names that would make two cells one. */
export function findNameProblems(config: unknown): string[] {
  const { scenarios, gate } = configNames.parse(config);
  return [
    ...scenarios.flatMap((scenario, index) => checkScenario(scenario, `scenarios[${index}]`)),
    ...findRepeated(scenarios.map((scenario) => scenario?.name ?? null)).map(
      ([index, name]) => `scenarios[${index}].name: another scenario is called '${name}'`,
    ),
    ...checkEntries(gate.strategies, 'gate'),
  ];
}

function checkScenario(scenario: ScenarioNames, at: string): string[] {
  if (scenario === null) return [];
  const { strategies, service, workload, load } = scenario;
  const rates = load.offeredRatesPerSec.map((rate) =>
    typeof rate === 'number' ? rate : parseCount(rate),
  );
  return [
    ...checkEntries(strategies, at),
    ...checkName(`${at}.service`, 'service', service, SERVICE_NAMES),
    ...checkFit(`${at}.service`, service, workload?.kind),
    ...findRepeated(rates).map(
      ([i, rate]) => `${at}.load.offeredRatesPerSec[${i}]: ${rate} is there twice`,
    ),
  ];
}

function checkEntries(strategies: readonly (Entry | null)[], at: string): string[] {
  const labels = strategies.map((entry) => (entry === null ? null : labelEntry(entry)));
  return [
    ...strategies.flatMap((entry, i) => checkEntry(`${at}.strategies[${i}]`, entry)),
    ...findRepeated(labels).map(
      ([i, label]) => `${at}.strategies[${i}]: '${label}' is there twice`,
    ),
  ];
}

type Entry = NonNullable<z.output<typeof strategyNames>>;

function labelEntry(entry: Entry): string {
  return 'command' in entry ? entry.name : labelServer(entry);
}

function checkEntry(at: string, entry: Entry | null): string[] {
  if (entry === null) return [];
  if (!('command' in entry)) return checkName(at, 'strategy', entry.strategy, STRATEGY_NAMES);
  return STRATEGY_NAMES.includes(entry.name)
    ? [`${at}.name: '${entry.name}' is a built-in strategy: give this server another name`]
    : [];
}

function checkFit(
  path: string,
  service: string | undefined,
  workload: Workload['kind'] | undefined,
): string[] {
  if (service === undefined || workload === undefined) return [];
  const unfit = SERVICE_NAMES.includes(service) ? whyUnfit(service, workload) : null;
  return unfit === null ? [] : [`${path}: ${unfit}`];
}

function checkName(
  path: string,
  what: string,
  name: string | undefined,
  valid: readonly string[],
): string[] {
  if (name === undefined || valid.includes(name)) return [];
  const nearest = nearestName(name, valid);
  const hint = nearest === null ? `one of ${valid.join(', ')}` : `did you mean '${nearest}'?`;
  return [`${path}: no ${what} is called '${name}': ${hint}`];
}

/** Each item that came before, with its place; what could not be read (null) is like nothing. */
function findRepeated<T>(items: readonly (T | null)[]): [number, T][] {
  const seen = new Set<T>();
  return items.flatMap((item, index): [number, T][] => {
    if (item === null) return [];
    const isRepeated = seen.has(item);
    seen.add(item);
    return isRepeated ? [[index, item]] : [];
  });
}
