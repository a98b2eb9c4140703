/**
 * Where a server listens, as people write it: `tcp://127.0.0.1:7`, `tcp://[::1]:7`,
 * `unix:///tmp/echo.sock`, `udp://127.0.0.1:7`. Plain data, so that it crosses processes.
 */
export type Transport = 'tcp' | 'unix' | 'udp';

export type Address =
  | { readonly transport: 'tcp' | 'udp'; readonly host: string; readonly port: number }
  | { readonly transport: 'unix'; readonly path: string };

/** Longest path that fits `sockaddr_un.sun_path` with its closing NUL, bytes (man 7 unix). */
export const UNIX_PATH_MAX_BYTES = 107;

const HOST_AND_PORT = /^(tcp|udp):\/\/(?:\[([0-9a-fA-F:.]+)\]|([^\s[\]:/?#@]+)):(\d{1,5})$/;

/** What people try whose tool so far was one for HTTP. */
const NOT_ECHOED = /^(https?|wss?):\/\//i;

/** Reads an address; throws a `RangeError` that says what is wrong and what a right one looks like. */
export function parseAddress(text: string): Address {
  if (text.startsWith('unix://')) return { transport: 'unix', path: checkUnixPath(text.slice(7)) };
  const match = HOST_AND_PORT.exec(text);
  const host = match?.[2] ?? match?.[3];
  if (match === null || host === undefined) {
    throw new RangeError(
      `'${text}' is not an address${NOT_ECHOED.test(text) ? ' of a server that can be measured (the replies of HTTP are not its messages)' : ''}: write tcp://127.0.0.1:8080, tcp://[::1]:8080, udp://127.0.0.1:8080 or unix:///path/to.sock`,
    );
  }
  const port = Number(match[4]);
  if (port < 1 || port > 65_535)
    throw new RangeError(`port ${port} in '${text}' is not in 1..65535`);
  return { transport: match[1] === 'udp' ? 'udp' : 'tcp', host, port };
}

/** The inverse of {@link parseAddress}. */
export function formatAddress(address: Address): string {
  if (address.transport === 'unix') return `unix://${address.path}`;
  const host = address.host.includes(':') ? `[${address.host}]` : address.host;
  return `${address.transport}://${host}:${address.port}`;
}

/** A path the kernel would silently cut short names another socket: refuse it instead. */
export function checkUnixPath(path: string): string {
  const bytes = Buffer.byteLength(path);
  if (bytes === 0 || bytes > UNIX_PATH_MAX_BYTES || path.includes('\0')) {
    throw new RangeError(
      `unix socket path of ${bytes} bytes: it must have 1 to ${UNIX_PATH_MAX_BYTES} bytes and no NUL`,
    );
  }
  return path;
}
