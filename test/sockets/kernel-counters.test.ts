import { expect, test } from 'vitest';
import { parseKernelCounter, readKernelCounter } from '../../sockets/kernel-counters.ts';

test('a counter is found by its group and name, wherever a kernel has it', () => {
  const text = [
    'TcpExt: SyncookiesSent ListenOverflows TW ListenDrops',
    'TcpExt: 1 22 333 44',
    'IpExt: InNoRoutes ListenOverflows',
    'IpExt: 5 6',
  ].join('\n');
  expect(parseKernelCounter(text, 'TcpExt', 'ListenOverflows')).toBe(22);
  expect(parseKernelCounter(text, 'TcpExt', 'ListenDrops')).toBe(44);
  expect(parseKernelCounter(text, 'IpExt', 'ListenOverflows')).toBe(6);
});

test('a counter that is not there is not known', () => {
  expect(parseKernelCounter('', 'Udp', 'RcvbufErrors')).toBeNull();
  expect(parseKernelCounter('Udp: InDatagrams\nUdp: 1\n', 'Udp', 'RcvbufErrors')).toBeNull();
  expect(parseKernelCounter('Udp: RcvbufErrors\n', 'Udp', 'RcvbufErrors')).toBeNull();
  expect(
    parseKernelCounter('UdpLite: RcvbufErrors\nUdpLite: 1\n', 'Udp', 'RcvbufErrors'),
  ).toBeNull();
});

test('this kernel tells its counters', () => {
  expect(readKernelCounter('TcpExt', 'ListenOverflows')).toBeGreaterThanOrEqual(0);
  expect(readKernelCounter('Udp', 'RcvbufErrors')).toBeGreaterThanOrEqual(0);
});

test('the counters of IPv6 stand on a line each', () => {
  const text = 'Udp6RcvbufErrors                \t12\nUdp6SndbufErrors                \t3\n';
  expect(parseKernelCounter(text, 'Udp6', 'RcvbufErrors')).toBe(12);
  expect(parseKernelCounter(text, 'Udp6', 'InErrors')).toBeNull();
});
