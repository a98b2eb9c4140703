import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { awaitLine } from '../../../servers/hosting/await-line.ts';

test('a line is found on either stream, however it was cut into chunks', async () => {
  const [out, errors] = [new PassThrough(), new PassThrough()];
  const found = awaitLine([out, errors], /^port (?<port>\d+) für$/);
  out.write('port 1 or so\n');
  const bytes = Buffer.from('starting\r\nport 80 für\r\nport 81 für\n');
  for (const byte of bytes) errors.write(Buffer.of(byte));
  expect((await found).groups?.port).toBe('80');
});

test('what follows the line is still read, so that nobody waits for us', async () => {
  const out = new PassThrough({ highWaterMark: 16 });
  const found = awaitLine([out], /ready/);
  out.write('ready\n');
  await found;
  await new Promise((resolve) => out.write('x'.repeat(1_000), resolve));
  expect(out.readableFlowing).toBe(true);
});

test('a line without an end takes no more memory than a long one', async () => {
  const out = new PassThrough();
  const found = awaitLine([out], /^(x*)$/);
  for (let chunk = 0; chunk < 64; chunk++) out.write('x'.repeat(65_536));
  out.write('\n');
  expect((await found)[1]?.length).toBeLessThanOrEqual(2 * 65_536);
});
