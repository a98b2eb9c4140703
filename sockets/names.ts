import { existsSync } from 'node:fs';
import { errno, errnoMessage, errnoName } from './errno.ts';
import { lastErrno, libcFunction, loadKoffi } from './libc.ts';
import {
  decodeAddress,
  FAMILY_NUMBERS,
  type SocketAddress,
  type SocketFamily,
} from './socket-address.ts';
import { AddressLookupError, callError, HostError } from './socket-error.ts';

/** Names of machines, addresses and services. All of it blocks: DNS may take seconds. */

export interface AddressQuery {
  /** A name or a numeric address; `null` for this machine (or any address, when `passive`). */
  readonly host: string | null;
  /** A name of a service, or a port. */
  readonly service?: string | number;
  readonly family?: 'inet' | 'inet6';
  readonly type?: 'stream' | 'datagram';
  /** Addresses to bind rather than to connect to. */
  readonly passive?: boolean;
  /** Refuse names that would have to be looked up. */
  readonly numericHost?: boolean;
}

export interface AddressInfo {
  readonly family: SocketFamily;
  readonly type: 'stream' | 'datagram';
  readonly address: SocketAddress;
}

export interface Service {
  readonly name: string;
  readonly port: number;
  readonly protocol: string;
}

const HOST_NAME_BYTES = 256;
const ADDRESSES_MAX = 256;
const ADDRINFO_BYTES = 48;
const SERVICE_SCRATCH_BYTES = 8192;
const AI_PASSIVE = 1;
const AI_NUMERICHOST = 4;
const EAI_SYSTEM = -11;
const TYPES = { stream: 1, datagram: 2 } as const;
const SERVICES_FILE = '/etc/services';

/** EAI_... by number (netdb.h of glibc and musl). */
const LOOKUP_ERRORS: Readonly<Record<number, string>> = {
  [-1]: 'EAI_BADFLAGS',
  [-2]: 'EAI_NONAME',
  [-3]: 'EAI_AGAIN',
  [-4]: 'EAI_FAIL',
  [-5]: 'EAI_NODATA',
  [-6]: 'EAI_FAMILY',
  [-7]: 'EAI_SOCKTYPE',
  [-8]: 'EAI_SERVICE',
  [-9]: 'EAI_ADDRFAMILY',
  [-10]: 'EAI_MEMORY',
  [EAI_SYSTEM]: 'EAI_SYSTEM',
  [-12]: 'EAI_OVERFLOW',
};

interface NameCalls {
  gethostname(name: Uint8Array, bytes: number): number;
  getaddrinfo(
    host: string | null,
    service: string | null,
    hints: Uint8Array,
    result: BigUint64Array,
  ): number;
  freeaddrinfo(result: bigint): void;
  gai_strerror(error: number): string;
  getservbyname_r(
    name: string,
    protocol: string | null,
    entry: BigUint64Array,
    scratch: Uint8Array,
    scratchBytes: number,
    result: BigUint64Array,
  ): number;
}

let calls: NameCalls | undefined;

function nameCalls(): NameCalls {
  calls ??= {
    gethostname: libcFunction('int gethostname(void *, size_t)'),
    getaddrinfo: libcFunction('int getaddrinfo(const char *, const char *, const void *, void *)'),
    freeaddrinfo: libcFunction('void freeaddrinfo(void *)'),
    gai_strerror: libcFunction('const char *gai_strerror(int)'),
    getservbyname_r: libcFunction(
      'int getservbyname_r(const char *, const char *, void *, void *, size_t, void *)',
    ),
  };
  return calls;
}

/** This machine's name (man 2 gethostname). */
export function hostName(): string {
  const name = new Uint8Array(HOST_NAME_BYTES);
  if (nameCalls().gethostname(name, name.length) < 0)
    throw callError('gethostname', '', lastErrno());
  return Buffer.from(name.subarray(0, name.indexOf(0))).toString();
}

/** Addresses of a host and service, the best first (man 3 getaddrinfo). */
export function addressInfo(query: AddressQuery): AddressInfo[] {
  const { getaddrinfo, freeaddrinfo } = nameCalls();
  const service = query.service === undefined ? null : String(query.service);
  const head = new BigUint64Array(1);
  const status = getaddrinfo(query.host, service, encodeHints(query), head);
  if (status !== 0) throw lookupError(query, status);
  const first = head[0] ?? 0n;
  try {
    return readAddresses(first);
  } finally {
    freeaddrinfo(first);
  }
}

/** The first four members of `struct addrinfo`; the rest must be 0. */
function encodeHints({ family, type, passive, numericHost }: AddressQuery): Uint8Array {
  const hints = new Int32Array(ADDRINFO_BYTES / 4);
  hints[0] = (passive === true ? AI_PASSIVE : 0) | (numericHost === true ? AI_NUMERICHOST : 0);
  hints[1] = family === undefined ? 0 : FAMILY_NUMBERS[family];
  hints[2] = type === undefined ? 0 : TYPES[type];
  return new Uint8Array(hints.buffer);
}

/** Walks the list: family at 4, type at 8, address length at 16, address at 24, next at 40. */
function readAddresses(first: bigint): AddressInfo[] {
  const found: AddressInfo[] = [];
  let entry = first;
  for (let count = 0; entry !== 0n && count < ADDRESSES_MAX; count += 1) {
    const view = new DataView(readMemory(entry, ADDRINFO_BYTES).buffer);
    const family = keyOf(FAMILY_NUMBERS, view.getInt32(4, true));
    const type = keyOf(TYPES, view.getInt32(8, true));
    const length = view.getUint32(16, true);
    if (family !== undefined && type !== undefined) {
      const bytes = readMemory(view.getBigUint64(24, true), length);
      found.push({ family, type, address: decodeAddress(bytes, length) });
    }
    entry = view.getBigUint64(40, true);
  }
  return found;
}

/** The port of a service by its name and protocol (man 3 getservbyname). */
export function serviceByName(name: string, protocol?: 'tcp' | 'udp'): Service {
  const entry = new BigUint64Array(4);
  const result = new BigUint64Array(1);
  const scratch = new Uint8Array(SERVICE_SCRATCH_BYTES);
  const { getservbyname_r } = nameCalls();
  const failure = getservbyname_r(name, protocol ?? null, entry, scratch, scratch.length, result);
  if (failure !== 0 && failure !== errno.ENOENT)
    throw callError('getservbyname', `'${name}'`, failure);
  if (result[0] === 0n) throw unknownService(name, protocol);
  const port = Number(entry[2] ?? 0n) & 0xffff;
  const { decode } = loadKoffi();
  return {
    name: decode.string(entry[0]),
    port: ((port & 0xff) << 8) | (port >> 8),
    protocol: decode.string(entry[3]),
  };
}

function unknownService(name: string, protocol: string | undefined): HostError {
  const what = `getservbyname: no service '${name}'${protocol === undefined ? '' : `/${protocol}`}`;
  const why = existsSync(SERVICES_FILE)
    ? `${SERVICES_FILE} does not name it: give the port`
    : `this machine has no ${SERVICES_FILE} (Debian: package netbase): give the port`;
  const facts = { code: 'SERVICE_NOT_FOUND', errno: errno.ENOENT, syscall: 'getservbyname' };
  return new HostError(`${what}: ${why}`, facts);
}

function lookupError(query: AddressQuery, status: number): AddressLookupError {
  const service = query.service === undefined ? '' : `, service '${query.service}'`;
  const code = LOOKUP_ERRORS[status] ?? `EAI ${status}`;
  const number = lastErrno();
  const reason =
    status === EAI_SYSTEM
      ? `${errnoMessage(number)}, ${errnoName(number)}`
      : nameCalls().gai_strerror(status);
  const message = `getaddrinfo '${query.host ?? ''}'${service}: ${reason} (${code})`;
  return new AddressLookupError(message, { code, errno: status, syscall: 'getaddrinfo' });
}

function readMemory(address: bigint, bytes: number): Uint8Array<ArrayBuffer> {
  const { decode } = loadKoffi();
  return Uint8Array.from(decode(address, 'uint8_t', bytes) as ArrayLike<number>);
}

function keyOf<Key extends string>(table: Readonly<Record<Key, number>>, value: number) {
  return (Object.keys(table) as Key[]).find((key) => table[key] === value);
}
