import { expect, test } from 'vitest';
import { PeerCount } from '../../../servers/datagrams/peer-count.ts';

test('a peer is an address with its port, and counts once', () => {
  const count = new PeerCount();
  for (const port of [1, 2, 1]) count.add('127.0.0.1', port);
  count.add('127.0.0.2', 1);
  expect(count.read()).toEqual({ peers: 3, datagrams: 4 });
});

test('a sender that makes up addresses fills no memory: beyond 100,000 peers none is remembered', () => {
  const count = new PeerCount();
  for (let i = 0; i < 100_050; i++) count.add(`10.0.0.${i >> 16}`, i & 0xffff);
  expect(count.read()).toEqual({ peers: 100_000, datagrams: 100_050 });
});
