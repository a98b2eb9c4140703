import { lastErrno, libcFunction } from './libc.ts';
import { callError } from './socket-error.ts';

const AF_UNIX = 1;
const SOCK_STREAM = 1;
const SOCK_CLOEXEC = 0o2000000;

type SocketPairCall = (domain: number, type: number, protocol: number, pair: Int32Array) => number;
let call: SocketPairCall | undefined;

/**
 * The descriptors of two unix stream sockets that are connected with each other and with nobody
 * else (man 2 socketpair): a pipe for both ways. Both are the caller's, and closed on exec.
 */
export function createSocketPair(): readonly [number, number] {
  call ??= libcFunction<SocketPairCall>('int socketpair(int, int, int, void *)');
  const pair = new Int32Array(2);
  if (call(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) < 0)
    throw callError('socketpair', '', lastErrno());
  const [one = -1, other = -1] = pair;
  return [one, other];
}
