import type { Address } from '../../protocol/address.ts';
import { type AddressInfo, addressInfo } from '../../sockets/names.ts';
import { AddressLookupError } from '../../sockets/socket-error.ts';

/** Where connections go: as many addresses as the target's name has, the best first. */
export type PosixTarget = Pick<AddressInfo, 'family' | 'type' | 'address'>;

/** What Node.js calls a name that nobody knows. */
const NOT_FOUND = 'ENOTFOUND';

/** Looks a target's name up, once for all connections; or says why it has no address, as a code. */
export function resolveTarget(target: Address): PosixTarget[] | string {
  if (target.transport === 'unix')
    return [{ family: 'unix', type: 'stream', address: { path: target.path } }];
  try {
    const { host, port, transport } = target;
    const type = transport === 'udp' ? 'datagram' : 'stream';
    const found = addressInfo({ host, service: port, type });
    return found.length === 0 ? NOT_FOUND : found;
  } catch (error) {
    if (!(error instanceof AddressLookupError)) throw error;
    return error.code === 'EAI_AGAIN' ? error.code : NOT_FOUND;
  }
}
