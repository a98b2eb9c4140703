import { describe, expect, test } from 'vitest';
import { probeDatagrams } from '../../../harness/target/probe-datagrams.ts';
import { TargetError } from '../../../harness/target/resolve-target.ts';
import type { Address } from '../../../protocol/address.ts';
import {
  startClosedDatagramPort,
  startDatagramEcho,
  startMuteDatagrams,
} from '../../loadgen/datagram-servers.ts';
import { withServer } from '../../loadgen/with-server.ts';

function probe(address: Address): Promise<void> {
  if (address.transport === 'unix') throw new Error('a path is no place for datagrams');
  return probeDatagrams(address, 64);
}

describe('a probe by datagram', () => {
  test.each(['127.0.0.1', '::1'])('of a server at %s that answers succeeds', (host) =>
    withServer(startDatagramEcho(host), ({ address }) => probe(address)),
  );

  test('of a server that says nothing succeeds too: silence is no refusal', () =>
    withServer(startMuteDatagrams(), ({ address }) => probe(address)));

  test('of a closed port says that no server answers there, and why', () =>
    withServer(startClosedDatagramPort(), async ({ address }) => {
      const probing = probe(address);
      await expect(probing).rejects.toThrow(TargetError);
      await expect(probing).rejects.toThrow(
        /^no server answers at udp:\/\/127\.0\.0\.1:\d+ \(ECONNREFUSED\)/,
      );
    }));
});
