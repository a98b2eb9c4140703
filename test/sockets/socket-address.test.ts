import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  decodeAddress,
  encodeAddress,
  formatAddressText,
  type SocketAddress,
  type SocketFamily,
} from '../../sockets/socket-address.ts';
import { HostError } from '../../sockets/socket-error.ts';

const port = fc.integer({ min: 0, max: 65_535 });
const byte = fc.integer({ min: 0, max: 255 });
const inet = fc.record({ host: fc.tuple(byte, byte, byte, byte).map((b) => b.join('.')), port });
const inet6 = fc.record({
  host: fc.ipV6(),
  port,
  scopeId: fc.integer({ min: 1, max: 2 ** 32 - 1 }),
});
const path = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 107 })
  .filter((text) => !text.includes('\0') && Buffer.byteLength(text) <= 107);

function roundTrip(family: SocketFamily, address: SocketAddress): SocketAddress {
  const bytes = encodeAddress(family, address);
  // As the kernel answers: in a larger buffer, with the length beside it.
  const answer = new Uint8Array(128).fill(0xaa);
  answer.set(bytes);
  return decodeAddress(answer, bytes.length);
}

describe('an address comes back from its bytes', () => {
  test('IPv4', () => {
    fc.assert(
      fc.property(inet, (address) => {
        expect(roundTrip('inet', address)).toEqual(address);
      }),
    );
  });

  test('IPv6, as the same 16 bytes', () => {
    fc.assert(
      fc.property(inet6, (address) => {
        const back = roundTrip('inet6', address);
        expect(back).toMatchObject({ port: address.port, scopeId: address.scopeId });
        expect(encodeAddress('inet6', back)).toEqual(encodeAddress('inet6', address));
      }),
    );
  });

  test('unix paths and abstract names', () => {
    fc.assert(
      fc.property(path, fc.boolean(), (text, isAbstract) => {
        const address = { path: isAbstract ? `\0${[...text].slice(0, 20).join('')}` : text };
        expect(roundTrip('unix', address)).toEqual(address);
      }),
    );
  });
});

test('the bytes are those of the manual pages', () => {
  expect([...encodeAddress('inet', { host: '127.0.0.1', port: 0x1234 })]).toEqual([
    2, 0, 0x12, 0x34, 127, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0,
  ]);
  expect([...encodeAddress('unix', { path: '/x' })]).toEqual([1, 0, 0x2f, 0x78, 0]);
  const bytes = encodeAddress('inet6', { host: '::1', port: 80, scopeId: 2 });
  expect([...bytes]).toEqual([10, 0, 0, 80, 0, 0, 0, 0, ...Array(15).fill(0), 1, 2, 0, 0, 0]);
});

test('a unix path of 107 bytes fits, one of 108 is refused; so are none and one with a NUL', () => {
  const longest = { path: 'p'.repeat(107) };
  expect(roundTrip('unix', longest)).toEqual(longest);
  expect(() => encodeAddress('unix', { path: 'p'.repeat(108) })).toThrow(/108 bytes/);
  expect(() => encodeAddress('unix', { path: 'é'.repeat(54) })).toThrow(/108 bytes/);
  expect(() => encodeAddress('unix', { path: '' })).toThrow(HostError);
  expect(() => encodeAddress('unix', { path: 'a\0b' })).toThrow(/NUL/);
});

test('decoding never fails otherwise than with a HostError, whatever the bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 128, maxLength: 128 }), fc.nat(128), (bytes, length) => {
      try {
        decodeAddress(bytes, length);
      } catch (error) {
        expect(error).toBeInstanceOf(HostError);
      }
    }),
  );
});

test('ports, families and names that cannot be are refused in words', () => {
  for (const wrong of [-1, 65_536, 1.5, Number.NaN])
    expect(() => encodeAddress('inet', { host: '1.2.3.4', port: wrong })).toThrow(/0\.\.65535/);
  expect(() => encodeAddress('inet6', { host: '1.2.3.4', port: 1 })).toThrow(/IPv6/);
  expect(() => encodeAddress('unix', { host: '1.2.3.4', port: 1 })).toThrow(/path/);
});

test('addresses are written as people know them', () => {
  expect(formatAddressText({ host: '::1', port: 80 })).toBe('[::1]:80');
  expect(formatAddressText({ host: '1.2.3.4', port: 80 })).toBe('1.2.3.4:80');
  expect(formatAddressText({ path: '\0name' })).toBe('@name');
  expect(formatAddressText({ path: '' })).toBe('');
});
