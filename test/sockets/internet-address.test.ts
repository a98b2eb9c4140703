import { isIPv4, isIPv6 } from 'node:net';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatIpv6, parseIpv4, parseIpv6 } from '../../sockets/internet-address.ts';

const almostAddress = fc
  .array(
    fc.constantFrom(':', '::', '.', '0', '1', 'ff', 'abcd', '12345', '255', '256', '01', 'g'),
    {
      maxLength: 16,
    },
  )
  .map((pieces) => pieces.join(''));

test('it takes as IPv4 and IPv6 exactly what Node.js takes', () => {
  fc.assert(
    fc.property(fc.oneof(almostAddress, fc.ipV4(), fc.ipV6()), (text) => {
      expect(parseIpv4(text) !== null).toBe(isIPv4(text));
      expect(parseIpv6(text) !== null).toBe(isIPv6(text));
    }),
    { numRuns: 5000 },
  );
});

test('it reads the bytes that the browser standard reads, and writes what it writes', () => {
  fc.assert(
    fc.property(fc.ipV6(), (text) => {
      const bytes = Uint8Array.from(parseIpv6(text) ?? []);
      expect(bytes).toHaveLength(16);
      // URL knows no dotted end on output: compare such addresses by their bytes.
      const standard = new URL(`http://[${text}]`).hostname.slice(1, -1);
      const written = formatIpv6(bytes, 0);
      if (!written.includes('.')) expect(written).toBe(standard);
      expect(parseIpv6(written)).toEqual(parseIpv6(standard));
    }),
    { numRuns: 2000 },
  );
});

test.each([
  ['::', '::'],
  ['1:0:0:2:0:0:0:3', '1:0:0:2::3'],
  ['2001:DB8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
  ['1:0:2:3:4:5:6:7', '1:0:2:3:4:5:6:7'],
  ['::ffff:1.2.3.4', '::ffff:1.2.3.4'],
  ['1::', '1::'],
])('%s is written %s (RFC 5952)', (text, written) => {
  expect(formatIpv6(Uint8Array.from(parseIpv6(text) ?? []), 0)).toBe(written);
});
