import { existsSync } from 'node:fs';
import { hostname } from 'node:os';
import { expect, test } from 'vitest';
import { addressInfo, hostName, serviceByName } from '../../sockets/names.ts';
import { AddressLookupError, HostError, SocketError } from '../../sockets/socket-error.ts';
import { thrownBy } from './connected-pair.ts';

test('the host has the name that Node.js knows', () => {
  expect(hostName()).toBe(hostname());
});

test('a numeric address is found without a look-up, once per socket type', () => {
  const address = { host: '127.0.0.1', port: 80 };
  expect(addressInfo({ host: '127.0.0.1', service: 80, numericHost: true })).toEqual([
    { family: 'inet', type: 'stream', address },
    { family: 'inet', type: 'datagram', address },
  ]);
  expect(addressInfo({ host: '::1', service: '81', type: 'stream' })).toEqual([
    { family: 'inet6', type: 'stream', address: { host: '::1', port: 81 } },
  ]);
});

test('localhost is this machine, and no host is this machine or any address', () => {
  const localhost = addressInfo({ host: 'localhost', service: 1, family: 'inet', type: 'stream' });
  expect(localhost.map(({ address }) => address)).toContainEqual({ host: '127.0.0.1', port: 1 });
  const query = { host: null, service: 1, family: 'inet', type: 'stream' } as const;
  expect(addressInfo(query)[0]?.address).toEqual({ host: '127.0.0.1', port: 1 });
  const passive = addressInfo({ ...query, passive: true });
  expect(passive[0]?.address).toEqual({ host: '0.0.0.0', port: 1 });
});

test('a name that is no address is an AddressLookupError with its EAI code', () => {
  const error = thrownBy(AddressLookupError, () =>
    addressInfo({ host: 'no-address', numericHost: true }),
  );
  expect(error).toMatchObject({ code: 'EAI_NONAME', errno: -2, syscall: 'getaddrinfo' });
  expect(error).toBeInstanceOf(SocketError);
  expect(error.message).toContain("'no-address'");
  const family = thrownBy(AddressLookupError, () => addressInfo({ host: '::1', family: 'inet' }));
  expect(family.code).toBe('EAI_ADDRFAMILY');
});

test('a well-known service has its port, or the error says that the list is missing', () => {
  if (existsSync('/etc/services')) {
    expect(serviceByName('http', 'tcp')).toEqual({ name: 'http', port: 80, protocol: 'tcp' });
    expect(serviceByName('domain', 'udp').port).toBe(53);
  } else {
    expect(() => serviceByName('http', 'tcp')).toThrow(/no \/etc\/services/);
  }
});

test('a service nobody knows is a HostError', () => {
  const error = thrownBy(HostError, () => serviceByName('no-such-service', 'udp'));
  expect(error).toMatchObject({ code: 'SERVICE_NOT_FOUND', syscall: 'getservbyname' });
  expect(error.message).toContain("'no-such-service'/udp");
});
