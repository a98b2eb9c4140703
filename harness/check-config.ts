import { STRATEGY_NAMES } from '../servers/registry.ts';
import { SERVICE_NAMES } from '../servers/services/registry.ts';
import { benchConfig, type CheckedConfig } from './config.ts';
import { describeIssue } from './describe-issue.ts';
import { nearestName } from './nearest-name.ts';

/** Every problem of a config at once, each on a line of its own. */
export class ConfigError extends Error {
  readonly problems: readonly string[];

  constructor(source: string, problems: readonly string[]) {
    const lines = problems.map((problem) => `\n  ${problem}`).join('');
    super(
      problems.length === 1
        ? `${source}: ${problems[0]}`
        : `${source}: ${problems.length} problems${lines}`,
    );
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

/** `source` names the config in the error: its file. */
export function checkConfig(config: unknown, source: string): CheckedConfig {
  const checked = benchConfig.safeParse(config);
  const problems = checked.success
    ? unknownNames(checked.data)
    : checked.error.issues.flatMap((issue) => describeIssue(issue, config));
  if (!checked.success || problems.length > 0) throw new ConfigError(source, problems);
  return checked.data;
}

function unknownNames({ scenarios }: CheckedConfig): string[] {
  return scenarios.flatMap((scenario, index) => {
    const at = `scenarios[${index}]`;
    const strategies = scenario.strategies === 'all' ? [] : scenario.strategies;
    const named = strategies.map((entry) => (typeof entry === 'string' ? entry : entry.strategy));
    return [
      ...named.flatMap((name, i) =>
        unknownName(`${at}.strategies[${i}]`, 'strategy', name, STRATEGY_NAMES),
      ),
      ...unknownName(`${at}.service`, 'service', scenario.service, SERVICE_NAMES),
    ];
  });
}

export function unknownName(
  path: string,
  what: string,
  name: string,
  valid: readonly string[],
): string[] {
  if (valid.includes(name)) return [];
  const nearest = nearestName(name, valid);
  const hint = nearest === null ? `one of ${valid.join(', ')}` : `did you mean '${nearest}'?`;
  return [`${path}: no ${what} is called '${name}': ${hint}`];
}
