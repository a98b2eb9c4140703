import { describe, expect, test } from 'vitest';
import {
  findAnswering,
  type LookUpName,
  probeTarget,
  resolveTarget,
  TargetError,
} from '../../../harness/target/resolve-target.ts';
import type { Address } from '../../../protocol/address.ts';
import { startEcho, startRefusing } from '../../loadgen/faulty-servers.ts';
import { withServer } from '../../loadgen/with-server.ts';

function tcp(host: string): Address {
  return { transport: 'tcp', host, port: 7 };
}

/** A resolver that knows one name, so that no test asks a real one. */
function nameFor(...addresses: string[]): LookUpName {
  return async () =>
    addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
}

describe('a target that may be loaded', () => {
  test.each(['127.0.0.1', '127.8.9.10', '::1', '::ffff:127.0.0.1'])('is %s', async (host) => {
    expect(await resolveTarget(tcp(host), [])).toEqual([tcp(host)]);
  });

  test('is any unix socket', async () => {
    const target: Address = { transport: 'unix', path: '/tmp/x.sock' };
    expect(await resolveTarget(target, [])).toEqual([target]);
  });

  test('is a name whose every address is loopback', async () => {
    const found = await resolveTarget(tcp('localhost'), [], nameFor('127.0.0.1', '::1'));
    expect(found).toEqual([tcp('127.0.0.1'), tcp('::1')]);
  });

  test.each([
    ['192.0.2.7', '192.0.2.0/24'],
    ['192.0.2.7', '192.0.2.7/32'],
    ['2001:db8::5', '2001:db8::/32'],
    ['8.8.8.8', '0.0.0.0/0'],
  ])('is %s where %s is allowed', async (host, block) => {
    expect(await resolveTarget(tcp(host), [block])).toEqual([tcp(host)]);
  });
});

describe('a target that may not be loaded', () => {
  test.each(['0.0.0.0', '::'])('is %s, and what to write in its place is told', async (host) => {
    await expect(resolveTarget(tcp(host), [])).rejects.toThrow('write 127.0.0.1, or [::1]');
  });

  test.each([
    '8.8.8.8',
    '::ffff:8.8.8.8',
    '::ffff:808:808',
    '169.254.169.254',
    '10.0.0.1',
    '128.0.0.1',
    'fe80::1',
    '::2',
  ])('is %s, and the option that would allow it is told', async (host) => {
    const bits = host.includes(':') ? 128 : 32;
    await expect(resolveTarget(tcp(host), [])).rejects.toThrow(
      `${host} is not on this machine's loopback: allow it with --allow-target ${host}/${bits}`,
    );
  });

  test.each(['134744072', '0x08080808', '010.8.8.8', 'localhost.example.org'])(
    'is %s, however it is written: what counts is the address that it stands for',
    async (host) => {
      const resolving = resolveTarget(tcp(host), [], nameFor('8.8.8.8'));
      await expect(resolving).rejects.toThrow(
        `${host} (8.8.8.8) is not on this machine's loopback`,
      );
    },
  );

  test('is a target of datagrams like any other', async () => {
    const target: Address = { transport: 'udp', host: '192.0.2.1', port: 7 };
    await expect(resolveTarget(target, [])).rejects.toThrow('--allow-target 192.0.2.1/32');
  });

  test('is a name of which one address is elsewhere, wherever that stands in the list', async () => {
    const resolving = resolveTarget(tcp('rebound.test'), [], nameFor('127.0.0.1', '192.0.2.1'));
    await expect(resolving).rejects.toThrow('rebound.test (192.0.2.1) is not on');
  });

  test.each([
    ['192.0.3.7', '192.0.2.0/24'],
    ['2001:db9::5', '2001:db8::/32'],
    ['::ffff:8.8.8.8', '2001:db8::/32'],
  ])('is %s where only %s is allowed', async (host, block) => {
    await expect(resolveTarget(tcp(host), [block])).rejects.toThrow(TargetError);
  });

  test.each(['192.0.2.0', '192.0.2.0/33', '2001:db8::/129', 'example/8', '/8', '1.2.3/24', ''])(
    "is none when '%s' is given as a block: that is a mistake to be told",
    async (block) => {
      await expect(resolveTarget(tcp('127.0.0.1'), [block])).rejects.toThrow('is no CIDR block');
    },
  );

  test('is a name that nobody knows', async () => {
    const lookUpName: LookUpName = async () => {
      throw Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' });
    };
    await expect(resolveTarget(tcp('absent.test'), [], lookUpName)).rejects.toThrow(
      "the name absent.test can't be resolved (ENOTFOUND)",
    );
    await expect(resolveTarget(tcp('empty.test'), [], nameFor())).rejects.toThrow(
      'empty.test has no address',
    );
  });
});

describe('a probe', () => {
  test('of a server that listens succeeds', () =>
    withServer(startEcho(), ({ address }) => probeTarget(address)));

  test('of a closed port says that no server answers there, and why', () =>
    withServer(startRefusing(), async ({ address }) => {
      await expect(probeTarget(address)).rejects.toThrow(
        /^no server answers at tcp:\/\/127\.0\.0\.1:\d+ \(ECONNREFUSED\)/,
      );
    }));

  test('of a socket file that is not there says so', async () => {
    const target: Address = { transport: 'unix', path: '/tmp/echosounder-absent.sock' };
    await expect(probeTarget(target)).rejects.toThrow('(ENOENT)');
  });
});

describe('a name with several addresses', () => {
  const addresses = [tcp('127.0.0.1'), tcp('::1')];
  const answersAt = (host: string) => async (address: Address) => {
    if (address.transport === 'unix' || address.host !== host) {
      throw new TargetError(`nobody at ${JSON.stringify(address)}`);
    }
  };

  test('is loaded at the first where a server answers', async () => {
    expect(await findAnswering(addresses, answersAt('127.0.0.1'))).toEqual(tcp('127.0.0.1'));
    expect(await findAnswering(addresses, answersAt('::1'))).toEqual(tcp('::1'));
  });

  test('of which none answers is refused with what the first said', async () => {
    await expect(findAnswering(addresses, answersAt('::2'))).rejects.toThrow('127.0.0.1');
  });
});
