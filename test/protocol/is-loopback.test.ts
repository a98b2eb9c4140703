import { expect, test } from 'vitest';
import { isLoopback } from '../../protocol/is-loopback.ts';

test.each([
  '127.0.0.1',
  '127.255.0.9',
  '::1',
  '0:0:0:0:0:0:0:1',
  '::ffff:127.0.0.1',
  '::ffff:7f00:1',
])('%s is loopback', (host) => {
  expect(isLoopback(host)).toBe(true);
});

test.each([
  '0.0.0.0',
  '::',
  '128.0.0.1',
  '::2',
  '::ffff:8.8.8.8',
  '64:ff9b::127.0.0.1',
  'localhost',
  '127.0.0.1.example.org',
  '2130706433',
  '0x7f000001',
  '127.1',
  '',
])('%j is not: it is elsewhere, or no plain address', (host) => {
  expect(isLoopback(host)).toBe(false);
});
