import { endianness } from 'node:os';

/** Socket options by name and type (man 7 socket, 7 tcp, 7 ipv6); numbers of x64 and arm64 Linux. */
export interface SocketOptions {
  /**
   * SO_REUSEADDR: bind although old connections of this address linger in TIME_WAIT. Linux wants it
   * from both: the server that left them, and the one that binds.
   */
  reuseAddress: boolean;
  /** SO_REUSEPORT: several sockets on one address; the kernel spreads connections over them. */
  reusePort: boolean;
  /** SO_KEEPALIVE: ask a silent peer now and then whether it still exists. */
  keepAlive: boolean;
  /** SO_BROADCAST: allow datagrams to broadcast addresses. */
  broadcast: boolean;
  /** SO_DONTROUTE: send to directly connected networks only. */
  dontRoute: boolean;
  /** SO_OOBINLINE: urgent data comes in the stream. */
  outOfBandInline: boolean;
  /** SO_BINDTODEVICE: the interface to use, empty for any. */
  bindToDevice: string;
  /** SO_RCVBUF, bytes; the kernel doubles what is set, and says the doubled number. */
  receiveBufferBytes: number;
  /** SO_SNDBUF, bytes; doubled like the receive buffer. */
  sendBufferBytes: number;
  /** SO_LINGER, seconds that close waits for unsent data; 0 resets the connection; null is off. */
  lingerSeconds: number | null;
  /** TCP_NODELAY: send small segments at once. */
  noDelay: boolean;
  /** TCP_KEEPIDLE: seconds of silence before keepAlive asks for the first time; 1 or more. */
  keepAliveIdleSeconds: number;
  /** TCP_KEEPINTVL: seconds between questions; 1 or more. */
  keepAliveIntervalSeconds: number;
  /** TCP_KEEPCNT: questions without an answer that end the connection; 1 or more. */
  keepAliveQuestions: number;
  /** TCP_USER_TIMEOUT, ms that sent bytes may stay unacknowledged; 0 is the system's default. */
  userTimeoutMs: number;
  /** IPV6_V6ONLY: an IPv6 socket takes no IPv4 clients. */
  ipv6Only: boolean;
}

/** SO_ERROR is read only: reading takes the pending error away. */
export interface ReadableSocketOptions extends SocketOptions {
  /** Number of the pending error, 0 for none. */
  error: number;
}

type Form = 'boolean' | 'number' | 'linger' | 'text';

interface OptionCode {
  readonly level: number;
  readonly name: number;
  readonly form: Form;
  /** As the manual page names it. */
  readonly symbol: string;
}

const SOL_SOCKET = 1;
const IPPROTO_TCP = 6;
const IPPROTO_IPV6 = 41;
const DEVICE_NAME_MAX_BYTES = 15;
const NUMBER_MAX = 0x7fff_ffff;
const LITTLE_ENDIAN = endianness() === 'LE';

export const SOCKET_OPTIONS: { readonly [Name in keyof ReadableSocketOptions]: OptionCode } = {
  reuseAddress: { level: SOL_SOCKET, name: 2, form: 'boolean', symbol: 'SO_REUSEADDR' },
  reusePort: { level: SOL_SOCKET, name: 15, form: 'boolean', symbol: 'SO_REUSEPORT' },
  keepAlive: { level: SOL_SOCKET, name: 9, form: 'boolean', symbol: 'SO_KEEPALIVE' },
  broadcast: { level: SOL_SOCKET, name: 6, form: 'boolean', symbol: 'SO_BROADCAST' },
  dontRoute: { level: SOL_SOCKET, name: 5, form: 'boolean', symbol: 'SO_DONTROUTE' },
  outOfBandInline: { level: SOL_SOCKET, name: 10, form: 'boolean', symbol: 'SO_OOBINLINE' },
  bindToDevice: { level: SOL_SOCKET, name: 25, form: 'text', symbol: 'SO_BINDTODEVICE' },
  receiveBufferBytes: { level: SOL_SOCKET, name: 8, form: 'number', symbol: 'SO_RCVBUF' },
  sendBufferBytes: { level: SOL_SOCKET, name: 7, form: 'number', symbol: 'SO_SNDBUF' },
  lingerSeconds: { level: SOL_SOCKET, name: 13, form: 'linger', symbol: 'SO_LINGER' },
  noDelay: { level: IPPROTO_TCP, name: 1, form: 'boolean', symbol: 'TCP_NODELAY' },
  keepAliveIdleSeconds: { level: IPPROTO_TCP, name: 4, form: 'number', symbol: 'TCP_KEEPIDLE' },
  keepAliveIntervalSeconds: {
    level: IPPROTO_TCP,
    name: 5,
    form: 'number',
    symbol: 'TCP_KEEPINTVL',
  },
  keepAliveQuestions: { level: IPPROTO_TCP, name: 6, form: 'number', symbol: 'TCP_KEEPCNT' },
  userTimeoutMs: { level: IPPROTO_TCP, name: 18, form: 'number', symbol: 'TCP_USER_TIMEOUT' },
  ipv6Only: { level: IPPROTO_IPV6, name: 26, form: 'boolean', symbol: 'IPV6_V6ONLY' },
  error: { level: SOL_SOCKET, name: 4, form: 'number', symbol: 'SO_ERROR' },
};

/** What an option's value looks like to setsockopt; a `RangeError` for a value that can't be. */
export function encodeOption<Name extends keyof SocketOptions>(
  name: Name,
  value: SocketOptions[Name],
): Uint8Array {
  const { form } = SOCKET_OPTIONS[name];
  if (form === 'boolean' && typeof value === 'boolean') return encodeIntegers(value ? 1 : 0);
  if (form === 'number' && isCount(value)) return encodeIntegers(value);
  if (form === 'linger' && value === null) return encodeIntegers(0, 0);
  if (form === 'linger' && isCount(value)) return encodeIntegers(1, value);
  if (form === 'text' && typeof value === 'string') return encodeDeviceName(value);
  throw new RangeError(`socket option ${name}: ${JSON.stringify(value)} is no ${form} it can have`);
}

/** The inverse, from what getsockopt wrote; `length` bytes of it count. */
export function decodeOption(
  name: keyof ReadableSocketOptions,
  bytes: Uint8Array,
  length: number,
): boolean | number | string | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  switch (SOCKET_OPTIONS[name].form) {
    case 'boolean':
      return view.getInt32(0, LITTLE_ENDIAN) !== 0;
    case 'number':
      return view.getInt32(0, LITTLE_ENDIAN);
    case 'linger':
      return view.getInt32(0, LITTLE_ENDIAN) === 0 ? null : view.getInt32(4, LITTLE_ENDIAN);
    case 'text': {
      const text = new TextDecoder().decode(bytes.subarray(0, length));
      return text.replace(/\0.*$/s, '');
    }
  }
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= NUMBER_MAX;
}

function encodeIntegers(...values: readonly number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(values.length * 4));
  for (const [index, value] of values.entries()) view.setInt32(index * 4, value, LITTLE_ENDIAN);
  return new Uint8Array(view.buffer);
}

function encodeDeviceName(device: string): Uint8Array {
  const text = new TextEncoder().encode(device);
  if (text.length > DEVICE_NAME_MAX_BYTES || text.includes(0))
    throw new RangeError(`'${device}' is no name of a network interface: at most 15 bytes`);
  const bytes = new Uint8Array(text.length + 1);
  bytes.set(text);
  return bytes;
}
