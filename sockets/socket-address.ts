import { endianness } from 'node:os';
import { formatIpv4, formatIpv6, parseIpv4, parseIpv6 } from './internet-address.ts';
import { HostError } from './socket-error.ts';

/** Addresses of sockets as the kernel wants them: sockaddr_in, _in6 (man 7 ip, ipv6), _un (unix). */
export type SocketFamily = 'inet' | 'inet6' | 'unix';

export interface InternetAddress {
  /** Numeric: `127.0.0.1`, `::1`. Names are looked up with `addressInfo`. */
  readonly host: string;
  readonly port: number;
  /** Index of the interface that a link-local IPv6 address belongs to. */
  readonly scopeId?: number;
}

export interface UnixAddress {
  /** A file; `\0name` is the Linux abstract namespace, empty a socket without a name. */
  readonly path: string;
}

export type SocketAddress = InternetAddress | UnixAddress;

/** AF_UNIX, AF_INET, AF_INET6 (man 2 socket); the same on every Linux architecture. */
export const FAMILY_NUMBERS = { unix: 1, inet: 2, inet6: 10 } as const;

/** Longest path that fits `sun_path` with its closing NUL, bytes. */
export const SUN_PATH_MAX_BYTES = 107;

/** Room for any socket address, bytes (`struct sockaddr_storage`). */
export const SOCKET_ADDRESS_MAX_BYTES = 128;

const EINVAL = 22;
const LITTLE_ENDIAN = endianness() === 'LE';

/** The bytes of an address; throws a `HostError` when it is none of this family. */
export function encodeAddress(family: SocketFamily, address: SocketAddress): Uint8Array {
  if ('path' in address) {
    if (family !== 'unix') throw refuse(`a path is no address for a socket of family ${family}`);
    return encodeUnix(address.path);
  }
  if (family === 'unix') throw refuse('a unix socket needs an address with a path');
  const { port, host } = address;
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw refuse(`port ${port} is not in 0..65535`);
  return family === 'inet' ? encodeInet(host, port) : encodeInet6(host, port, address.scopeId ?? 0);
}

function encodeInet(host: string, port: number): Uint8Array {
  const quad = parseIpv4(host);
  if (quad === null) throw refuse(`'${host}' is not an IPv4 address: look names up first`);
  const bytes = new Uint8Array(16);
  writeFamily(bytes, FAMILY_NUMBERS.inet, port);
  bytes.set(quad, 4);
  return bytes;
}

function encodeInet6(host: string, port: number, scopeId: number): Uint8Array {
  const groups = parseIpv6(host);
  if (groups === null) throw refuse(`'${host}' is not an IPv6 address: look names up first`);
  const bytes = new Uint8Array(28);
  const view = writeFamily(bytes, FAMILY_NUMBERS.inet6, port);
  bytes.set(groups, 8);
  view.setUint32(24, scopeId, LITTLE_ENDIAN);
  return bytes;
}

function encodeUnix(path: string): Uint8Array {
  const text = new TextEncoder().encode(path);
  const isAbstract = text[0] === 0;
  if (text.length === 0 || text.length > SUN_PATH_MAX_BYTES)
    throw refuse(
      `unix socket path of ${text.length} bytes: it must have 1 to ${SUN_PATH_MAX_BYTES}`,
    );
  if (!isAbstract && text.includes(0)) throw refuse('unix socket path with a NUL inside');
  // An abstract name is as long as the address says; a path ends at its NUL.
  const bytes = new Uint8Array(2 + text.length + (isAbstract ? 0 : 1));
  new DataView(bytes.buffer).setUint16(0, FAMILY_NUMBERS.unix, LITTLE_ENDIAN);
  bytes.set(text, 2);
  return bytes;
}

function writeFamily(bytes: Uint8Array, family: number, port: number): DataView {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  view.setUint16(0, family, LITTLE_ENDIAN);
  view.setUint16(2, port);
  return view;
}

/** The inverse of {@link encodeAddress}: `length` is what the kernel reported. */
export function decodeAddress(bytes: Uint8Array, length: number): SocketAddress {
  if (length < 2) return { path: '' };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const family = view.getUint16(0, LITTLE_ENDIAN);
  if (family === FAMILY_NUMBERS.inet && length >= 16)
    return { host: formatIpv4(bytes, 4), port: view.getUint16(2) };
  if (family === FAMILY_NUMBERS.inet6 && length >= 28) {
    const address = { host: formatIpv6(bytes, 8), port: view.getUint16(2) };
    const scopeId = view.getUint32(24, LITTLE_ENDIAN);
    return scopeId === 0 ? address : { ...address, scopeId };
  }
  if (family === FAMILY_NUMBERS.unix) return { path: decodePath(bytes.subarray(2, length)) };
  throw refuse(`the kernel reported an address of unknown family ${family}`);
}

function decodePath(bytes: Uint8Array): string {
  const end = bytes[0] === 0 ? -1 : bytes.indexOf(0);
  return new TextDecoder().decode(end === -1 ? bytes : bytes.subarray(0, end));
}

/** `127.0.0.1:80`, `[::1]:80`, `/run/echo.sock`, `@abstract`; empty for a socket without a name. */
export function formatAddressText(address: SocketAddress): string {
  if ('path' in address) return address.path.replace('\0', '@');
  return address.host.includes(':')
    ? `[${address.host}]:${address.port}`
    : `${address.host}:${address.port}`;
}

function refuse(problem: string): HostError {
  return new HostError(problem, { code: 'EINVAL', errno: EINVAL, syscall: 'address' });
}
