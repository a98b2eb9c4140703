import { benchConfig, type CheckedConfig } from './bench-config.ts';
import { findDatagramProblems } from './datagram-fit.ts';
import { describeIssue } from './describe-issue.ts';
import { findNameProblems } from './name-problems.ts';

/** More than a screen holds is no help: the first ones often explain the others. */
const SHOWN_MAX = 20;

/** Every problem of a config at once, each on a line of its own. */
export class ConfigError extends Error {
  readonly problems: readonly string[];

  constructor(source: string, problems: readonly string[]) {
    const rest = problems.length - SHOWN_MAX;
    const shown = problems.slice(0, SHOWN_MAX).map((problem) => `\n  ${problem}`);
    const lines = `${shown.join('')}${rest > 0 ? `\n  and ${rest} more` : ''}`;
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
  try {
    return checkData(config, source);
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    // A getter or a proxy may throw whatever it likes, whenever it is looked at.
    throw new ConfigError(source, [
      `it can't be read, and should be plain data: ${describeThrown(error)}`,
    ]);
  }
}

/** The words of whatever was thrown. Never throws, however hostile that is. */
export function describeThrown(thrown: unknown): string {
  try {
    return String(thrown instanceof Error ? thrown.message : thrown).slice(0, 1_000);
  } catch {
    return 'it threw what can not even be named';
  }
}

function checkData(config: unknown, source: string): CheckedConfig {
  const checked = benchConfig.safeParse(config);
  const issues = checked.error?.issues ?? [];
  const problems = [
    ...issues.flatMap((issue) => describeIssue(issue, config)),
    ...findNameProblems(config),
  ];
  if (!checked.success) throw new ConfigError(source, problems);
  problems.push(...findDatagramProblems(checked.data.scenarios));
  if (problems.length > 0) throw new ConfigError(source, problems);
  return checked.data;
}
