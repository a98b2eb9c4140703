import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { settleWrites, writeOutputs } from '../../../cli/output/write-output.ts';
import { temporaryFolder } from '../run-cli.ts';

const folder = temporaryFolder();

test('an output that cannot be written keeps no other back, and all failures are told', async () => {
  const blocked = ['first', 'third'].map((name) => join(folder, name));
  for (const path of blocked) mkdirSync(path);
  const second = join(folder, 'second');
  const destinations = [blocked[0] ?? '', second, blocked[1] ?? ''];
  const written = writeOutputs(
    destinations.map((destination) => ({ destination, render: () => 'text' })),
  );
  await expect(written).rejects.toThrow(/cannot write .*first .*\n.*cannot write .*third /);
  expect(readFileSync(second, 'utf8')).toBe('text');
});

test('whoever ends the process first waits for the file that is being written', async () => {
  const inner = join(folder, 'inner');
  mkdirSync(inner);
  const render = Promise.withResolvers<string>();
  const written = writeOutputs([
    { destination: join(inner, 'report.html'), render: () => render.promise },
  ]);
  render.resolve('x'.repeat(1 << 22));
  await expect.poll(() => readdirSync(inner), { interval: 1 }).not.toEqual([]);
  await settleWrites(10_000);
  expect(readdirSync(inner)).toEqual(['report.html']);
  await written;
});
