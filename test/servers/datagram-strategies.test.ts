import { networkInterfaces } from 'node:os';
import { describe, expect, test } from 'vitest';
import { loadStrategies } from '../../servers/registry.ts';
import { startServer } from '../../servers/start-server.ts';
import type { ServerOptions } from '../../servers/strategy.ts';
import {
  testDatagrams,
  testManyDatagrams,
  testOneDatagram,
} from './strategy-contract/datagrams.ts';
import { exchange, exchangeOnce, internetAddress, openSender } from './test-datagrams.ts';
import { withServer } from './with-server.ts';

const OPTIONS: ServerOptions = {
  service: 'echo',
  listen: { transport: 'udp', host: '127.0.0.1', port: 0 },
  backlog: 1,
  workers: 2,
  distribution: 'round-robin',
  work: { rounds: 1000, messageBytes: 7 },
};
const HOSTS = hasIpv6Loopback() ? ['127.0.0.1', '::1'] : ['127.0.0.1'];

const strategies = await loadStrategies();
const serving = strategies.filter(({ transports }) => transports.includes('udp'));

for (const strategy of serving) {
  const obstacle = strategy.unsupported(OPTIONS);
  if (obstacle !== null) {
    test.skip(`${strategy.name} can't serve datagrams here: ${obstacle}`, () => {});
    continue;
  }
  describe.each(HOSTS)(`${strategy.name}, udp on %s`, (host) => {
    const options = { ...OPTIONS, listen: { transport: 'udp', host, port: 0 } } as const;
    testDatagrams(strategy, options);
    if (strategy.answers === 'one-message') testOneDatagram(strategy, options);
    else testManyDatagrams(strategy, options);
  });
}

for (const strategy of strategies.filter((each) => !serving.includes(each))) {
  test(`${strategy.name} serves no datagrams, and says why`, async () => {
    expect(strategy.noDatagrams).toBeDefined();
    await expect(startServer(strategy.name, OPTIONS)).rejects.toMatchObject({
      code: 'unsupported',
      message: expect.stringContaining(strategy.noDatagrams ?? 'a reason'),
    });
  });
}

describe('what workers heard', () => {
  const withWorkers = ['worker-threads', 'cluster'];
  for (const strategy of serving.filter(({ blocks }) => !blocks)) {
    test(`${strategy.name}: every datagram and every sender is some worker's, and only one's`, async () => {
      const exit = await withServer(strategy, OPTIONS, async (server) => {
        const address = internetAddress(server.address);
        for (let peer = 0; peer < 6; peer++) {
          const sender = await openSender(address);
          for (let i = 0; i < 3; i++) await exchange(sender, address, Buffer.from('hello'));
          sender.close();
        }
      });
      const heard = exit.datagramsPerWorker ?? [];
      expect(heard).toHaveLength(withWorkers.includes(strategy.name) ? OPTIONS.workers : 1);
      const sum = (pick: (one: (typeof heard)[number]) => number) =>
        heard.map(pick).reduce((a, b) => a + b, 0);
      expect(sum(({ datagrams }) => datagrams)).toBe(18);
      // Two senders may have had the same port, one after the other.
      expect(sum(({ peers }) => peers)).toBeLessThanOrEqual(6);
      expect(exit.connectionsPerWorker).toEqual([]);
    });
  }

  test('workers do not join a stranger who shares the port', async () => {
    const first = await startServer('cluster', OPTIONS);
    for (const name of withWorkers) {
      await expect(startServer(name, { ...OPTIONS, listen: first.address })).rejects.toMatchObject({
        code: 'address-in-use',
      });
    }
    expect(String(await exchangeOnce(first.address, Buffer.from('mine')))).toBe('mine');
    await first.stop();
  });
});

function hasIpv6Loopback(): boolean {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .some(({ address }) => address === '::1');
}
