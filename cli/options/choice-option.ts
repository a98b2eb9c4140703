import { InvalidArgumentError, Option } from 'commander';
import { nearestName } from '../../harness/config/nearest-name.ts';

/** An option that takes one of a few names. What was nearly one of them is asked back. */
export function choiceOption(flags: string, description: string, names: readonly string[]): Option {
  const option = new Option(flags, description).choices(names);
  return option.argParser((typed: string) => {
    if (names.includes(typed)) return typed;
    const nearest = nearestName(typed, names);
    const hint = nearest === null ? '' : ` Did you mean ${nearest}?`;
    throw new InvalidArgumentError(`Allowed choices are ${names.join(', ')}.${hint}`);
  });
}
