import { expect, test } from 'vitest';
import { createProgram } from '../../cli/commands.ts';

const namesOf = async (asked: string | undefined) =>
  (await createProgram('1.0.0', asked)).commands.map((command) => command.name());

test('the command that was asked for is loaded alone', async () => {
  expect(await namesOf('serve')).toEqual(['serve']);
});

test.each([undefined, '--help', 'help', 'srve', 'constructor'])(
  'all commands are there for the help and for suggestions: %s',
  async (asked) => {
    const names = await namesOf(asked);
    expect(names).toEqual(expect.arrayContaining(['run', 'load', 'serve', 'gate']));
    expect(names.length).toBeGreaterThan(8);
  },
);
