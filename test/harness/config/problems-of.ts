import { ConfigError, checkConfig } from '../../../harness/config/check-config.ts';

/** What is wrong with a config; nothing for a right one. */
export function problemsOf(config: unknown): string[] {
  try {
    checkConfig(config, 'test');
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return [...error.problems];
    throw error;
  }
}
