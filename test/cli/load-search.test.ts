import { expect, test } from 'vitest';
import { assertLedger } from '../../results/assert-ledger.ts';
import { saturationSchema } from '../../results/saturation.ts';
import { runCli, startCli } from './run-cli.ts';

const SHORT = ['-d', '100ms', '--warmup', '20ms', '-c', '4', '--timeout', '200ms', '--json', '-'];

test('load --search looks for the highest rate, prints its probes, and keeps every trial', async () => {
  // No server answers within a microsecond: the search goes down to the lowest rate, and ends.
  const { code, stdout, stderr } = await runCli(
    ...['load', 'event-loop', '--search', 'p50 < 1us', ...SHORT],
  );
  const { server, bound } = saturationSchema.parse(JSON.parse(stdout));
  expect(bound).toEqual({ figure: 'p50', belowNs: 1000 });
  expect(server.answer).toMatchObject({ heldPerSec: null, end: 'lowest-missed' });
  for (const { result, ratePerSec } of server.probes) {
    assertLedger(result.counts);
    expect(result.trial.load).toMatchObject({ loop: 'open', offeredRatePerSec: ratePerSec });
  }
  expect(stderr).toMatch(/ offered, .* achieved, p50 /);
  expect(stderr).toMatch(/# │ +offered │ +achieved │ +p50 │ verdict/);
  // On a busy machine it may be unclear whose limit it was; the exit code then says so.
  if (server.answer.missedPerSec !== null)
    expect(stderr).toMatch(/not even 500\/s held p50 < 1 µs/);
  expect(code).toBe(server.answer.missedPerSec === null ? 3 : 0);
}, 60_000);

test('Ctrl-C ends a search, and what was measured is kept: exit 130', async () => {
  const cli = startCli(
    ['load', 'event-loop', '--search', 'p50<1s', ...SHORT],
    undefined,
    'ignore',
    true,
  );
  await cli.printed('stderr', / offered, /);
  cli.interrupt();
  const { code, stdout } = await cli.result;
  const { server, ceiling } = saturationSchema.parse(JSON.parse(stdout));
  expect(server.answer.end).toBe('interrupted');
  expect(server.probes.length).toBeGreaterThan(0);
  expect(ceiling).toBeNull();
  expect(code).toBe(130);
}, 60_000);
