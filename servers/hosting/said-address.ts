import { type Address, formatAddress, parseAddress } from '../../protocol/address.ts';
import { isLoopback } from '../../protocol/is-loopback.ts';

/** What a server says of where it listens: the groups of the expression that its line matched. */
export interface SaidAddress {
  readonly address?: string | undefined;
  readonly port?: string | undefined;
}

/** All addresses of the machine, or its usual name: the one where it was told to listen is among them. */
const EVERYWHERE: readonly string[] = ['0.0.0.0', '::', 'localhost'];

/**
 * Where a server listens by its own words, which must not lead the load elsewhere than to the kind of
 * socket that was asked for, on this machine. Throws a `RangeError` that says what is wrong.
 */
export function readSaidAddress({ address, port }: SaidAddress, told: Address): Address {
  if (address === undefined) return port === undefined ? told : withPort(told, port);
  const said = parseAddress(address);
  if (said.transport !== told.transport) {
    throw new RangeError(`it says ${address}, and was asked for ${told.transport}://`);
  }
  if (said.transport === 'unix' || told.transport === 'unix') return said;
  if (EVERYWHERE.includes(said.host)) return { ...said, host: told.host };
  if (isLoopback(said.host)) return said;
  throw new RangeError(
    `it says ${address}, which is not on this machine's loopback: only \`load\` goes elsewhere, with --allow-target`,
  );
}

function withPort(told: Address, port: string): Address {
  if (told.transport === 'unix') return told;
  const { transport, host } = told;
  if (/^\d{1,5}$/.test(port))
    return parseAddress(formatAddress({ transport, host, port: Number(port) }));
  throw new RangeError(`it says '${port}', which is no port`);
}
