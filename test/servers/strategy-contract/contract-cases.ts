import { mkdtempSync } from 'node:fs';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ServerStrategy } from '../../../servers/strategy.ts';
import type { ContractCase } from './strategy-contract.ts';

/** Every transport that a strategy names, over both families of addresses. */
export function contractCases(strategy: ServerStrategy, folder: string): ContractCase[] {
  const cases: ContractCase[] = [];
  const distribution = 'round-robin';
  if (strategy.transports.includes('tcp')) {
    cases.push({ label: 'tcp IPv4', listen: tcp('127.0.0.1'), distribution });
    if (hasIpv6Loopback()) cases.push({ label: 'tcp IPv6', listen: tcp('::1'), distribution });
  }
  if (strategy.transports.includes('unix')) {
    const path = join(folder, `${strategy.name}.sock`);
    cases.push({ label: 'unix', listen: { transport: 'unix', path }, distribution });
  }
  return cases;
}

/** The other ways in which a cluster spreads its connections. */
export function distributionCases(folder: string): ContractCase[] {
  const path = join(folder, 'shared.sock');
  return [
    { label: 'shared handle', listen: tcp('127.0.0.1'), distribution: 'shared-handle' },
    {
      label: 'shared handle, unix',
      listen: { transport: 'unix', path },
      distribution: 'shared-handle',
    },
    { label: 'reuse-port', listen: tcp('127.0.0.1'), distribution: 'reuse-port' },
  ];
}

export function makeSocketFolder(): string {
  return mkdtempSync(join(tmpdir(), 'echosounder-'));
}

function tcp(host: string): ContractCase['listen'] {
  return { transport: 'tcp', host, port: 0 };
}

function hasIpv6Loopback(): boolean {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .some(({ address }) => address === '::1');
}
