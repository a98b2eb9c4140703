import { benchConfig, type CheckedConfig } from './bench-config.ts';
import { describeIssue } from './describe-issue.ts';
import { findNameProblems } from './name-problems.ts';

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
  const issues = checked.error?.issues ?? [];
  const problems = [
    ...issues.flatMap((issue) => describeIssue(issue, config)),
    ...findNameProblems(config),
  ];
  if (!checked.success || problems.length > 0) throw new ConfigError(source, problems);
  return checked.data;
}
