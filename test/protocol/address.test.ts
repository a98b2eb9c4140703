import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatAddress, parseAddress, UNIX_PATH_MAX_BYTES } from '../../protocol/address.ts';

describe('addresses', () => {
  test.each([
    ['tcp://127.0.0.1:80', { transport: 'tcp', host: '127.0.0.1', port: 80 }],
    ['tcp://[::1]:65535', { transport: 'tcp', host: '::1', port: 65_535 }],
    ['udp://localhost:9', { transport: 'udp', host: 'localhost', port: 9 }],
    ['unix:///tmp/a b.sock', { transport: 'unix', path: '/tmp/a b.sock' }],
  ])('%s is read, and written back as it was', (text, address) => {
    expect(parseAddress(text)).toEqual(address);
    expect(formatAddress(parseAddress(text))).toBe(text);
  });

  test.each([
    'tcp://127.0.0.1',
    'tcp://127.0.0.1:0',
    'tcp://127.0.0.1:65536',
    'tcp://::1:80',
    'tcp://user@host:80',
    'tcp://host:80/path',
    'http://127.0.0.1:80',
    '127.0.0.1:80',
    'unix://',
    'unix:///tmp/nul\0byte',
    '',
  ])('%j is refused with what a right one looks like', (text) => {
    expect(() => parseAddress(text)).toThrow(RangeError);
  });

  test('a unix path is measured in bytes, not in characters', () => {
    const fits = 'é'.repeat(Math.floor(UNIX_PATH_MAX_BYTES / 2));
    expect(parseAddress(`unix://${fits}`)).toEqual({ transport: 'unix', path: fits });
    expect(() => parseAddress(`unix://${fits}éé`)).toThrow(/107 bytes/);
  });

  test('no text whatever makes it do anything but answer or refuse', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        for (const prefix of ['', 'tcp://', 'unix://', 'udp://[']) {
          try {
            parseAddress(prefix + text);
          } catch (error) {
            expect(error).toBeInstanceOf(RangeError);
          }
        }
      }),
    );
  });
});
