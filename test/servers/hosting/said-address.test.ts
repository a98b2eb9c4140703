import { describe, expect, test } from 'vitest';
import type { Address } from '../../../protocol/address.ts';
import { readSaidAddress } from '../../../servers/hosting/said-address.ts';

const TOLD: Address = { transport: 'tcp', host: '127.0.0.1', port: 7000 };
const SOCKET: Address = { transport: 'unix', path: '/tmp/told.sock' };

describe('what a server says of its address', () => {
  test('is believed on loopback, and completed from what it was told', () => {
    expect(readSaidAddress({}, TOLD)).toEqual(TOLD);
    expect(readSaidAddress({ port: '7001' }, TOLD)).toEqual({ ...TOLD, port: 7001 });
    expect(readSaidAddress({ address: 'tcp://[::1]:7001' }, TOLD)).toEqual({
      ...TOLD,
      host: '::1',
      port: 7001,
    });
    expect(readSaidAddress({ address: 'unix:///tmp/own.sock' }, SOCKET)).toEqual({
      transport: 'unix',
      path: '/tmp/own.sock',
    });
    expect(readSaidAddress({ port: '7001' }, SOCKET)).toEqual(SOCKET);
  });

  test.each(['tcp://0.0.0.0:7001', 'tcp://[::]:7001', 'tcp://localhost:7001'])(
    '%s is where it was told to listen',
    (address) => {
      expect(readSaidAddress({ address }, TOLD)).toEqual({ ...TOLD, port: 7001 });
    },
  );

  test.each([
    [{ address: 'tcp://192.0.2.1:80' }, /not on this machine's loopback/],
    [{ address: 'tcp://[::ffff:192.0.2.1]:80' }, /not on this machine's loopback/],
    [{ address: 'tcp://example.org:80' }, /not on this machine's loopback/],
    [{ address: 'udp://127.0.0.1:80' }, /asked for tcp:/],
    [{ address: 'unix:///run/docker.sock' }, /asked for tcp:/],
    [{ address: 'over there' }, /is not an address/],
    [{ port: '70000' }, /not in 1\.\.65535/],
    [{ port: '0' }, /not in 1\.\.65535/],
    [{ port: '-1' }, /is no port/],
    [{ port: '' }, /is no port/],
  ])('%j is refused, with the reason', (said, reason) => {
    expect(() => readSaidAddress(said, TOLD)).toThrow(reason);
  });
});
