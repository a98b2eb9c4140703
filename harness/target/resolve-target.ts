import type { LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';
import { BlockList, connect, isIP } from 'node:net';
import { type Address, formatAddress } from '../../protocol/address.ts';
import { isLoopback } from '../../protocol/is-loopback.ts';

/** A target that may not be loaded, or is not there. */
export class TargetError extends Error {
  override readonly name = 'TargetError';
}

const PROBE_TIMEOUT_MS = 3_000;
const EVERYWHERE: readonly string[] = ['0.0.0.0', '::'];
const CIDR = /^([0-9a-fA-F:.]+)\/(\d{1,3})$/;

/** All addresses of a name, as the machine's resolver gives them. */
export type LookUpName = (name: string) => Promise<readonly LookupAddress[]>;

/**
 * Finds the IP addresses that a target's name stands for, once, so that the load can't wander. Only
 * loopback may be loaded, and what `allowed` (CIDR blocks) names: each address that the name resolves
 * to must be allowed, not just the first.
 */
export async function resolveTarget(
  target: Address,
  allowed: readonly string[],
  lookUpName: LookUpName = (name) => lookup(name, { all: true }),
): Promise<readonly Address[]> {
  if (target.transport === 'unix') return [target];
  const found = await lookUp(target.host, lookUpName);
  const list = allowList(allowed);
  for (const { address, family } of found) {
    if (isLoopback(address) || list.check(address, family === 6 ? 'ipv6' : 'ipv4')) continue;
    if (EVERYWHERE.includes(address)) {
      throw new TargetError(
        `${describeHost(target.host, address)} is where a server listens that listens everywhere, and no place to connect to: write 127.0.0.1, or [::1]`,
      );
    }
    throw new TargetError(
      `${describeHost(target.host, address)} is not on this machine's loopback: allow it with --allow-target ${address}/${family === 6 ? 128 : 32}`,
    );
  }
  if (found.length === 0) throw new TargetError(`${target.host} has no address`);
  return found.map(({ address }) => ({ ...target, host: address }));
}

/**
 * The first address where a server answers: `localhost` stands for 127.0.0.1 and ::1, and a server
 * may listen at either alone. When none answers, what the first said is thrown.
 */
export async function findAnswering(
  addresses: readonly Address[],
  probe: (address: Address) => Promise<void>,
): Promise<Address> {
  const failures: unknown[] = [];
  for (const address of addresses) {
    try {
      await probe(address);
      return address;
    } catch (error) {
      failures.push(error);
    }
  }
  throw failures[0];
}

/** Connects once, so that a target that is not there is told before anything is measured. */
export function probeTarget(target: Address): Promise<void> {
  const where =
    target.transport === 'unix' ? { path: target.path } : { host: target.host, port: target.port };
  return new Promise((resolve, reject) => {
    const socket = connect(where);
    const fail = (reason: string): void => {
      socket.destroy();
      reject(
        new TargetError(
          `no server answers at ${formatAddress(target)} (${reason}): start it, or check the address`,
        ),
      );
    };
    socket.setTimeout(PROBE_TIMEOUT_MS, () => fail(`no answer within ${PROBE_TIMEOUT_MS} ms`));
    socket.once('error', (error: NodeJS.ErrnoException) => fail(error.code ?? error.message));
    socket.once('connect', () => {
      socket.destroy();
      resolve();
    });
  });
}

function describeHost(host: string, address: string): string {
  return host === address ? host : `${host} (${address})`;
}

async function lookUp(host: string, lookUpName: LookUpName): Promise<readonly LookupAddress[]> {
  if (isIP(host) !== 0) return [{ address: host, family: isIP(host) }];
  try {
    return await lookUpName(host);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new TargetError(
      `the name ${host} can't be resolved (${code}): check it, or write an IP address`,
    );
  }
}

function allowList(allowed: readonly string[]): BlockList {
  const list = new BlockList();
  for (const block of allowed) {
    const match = CIDR.exec(block);
    const [, network = '', prefix = ''] = match ?? [];
    const family = isIP(network);
    if (match === null || family === 0 || Number(prefix) > (family === 6 ? 128 : 32)) {
      throw new TargetError(`'${block}' is no CIDR block: write 192.0.2.0/24 or 2001:db8::/32`);
    }
    list.addSubnet(network, Number(prefix), family === 6 ? 'ipv6' : 'ipv4');
  }
  return list;
}
