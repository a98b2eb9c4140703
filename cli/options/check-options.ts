import type { Command } from 'commander';
import { UsageError } from '../usage-error.ts';

/** Whether somebody wrote the option, as opposed to its default standing in for them. */
export function isWritten(command: Command, option: string): boolean {
  return command.getOptionValueSource(option) === 'cli';
}

/** An option that would be ignored misleads whoever wrote it: refuse it and say why. */
export function refuseWritten(
  command: Command,
  options: readonly string[],
  why: (flag: string) => string,
): void {
  for (const option of options) {
    if (!isWritten(command, option)) continue;
    const flag = command.options.find((known) => known.attributeName() === option)?.long;
    throw new UsageError(why(flag ?? `--${option}`));
  }
}

/** Two results on one stream can't be told apart. */
export function refuseTwoOnStandardOutput(
  destinations: Readonly<Record<string, string | undefined>>,
): void {
  const taken = Object.keys(destinations).filter((name) => destinations[name] === '-');
  if (taken.length < 2) return;
  const flags = taken.map((name) => `--${name} -`).join(' and ');
  throw new UsageError(`${flags} would mix on standard output: name a file for all but one`);
}
