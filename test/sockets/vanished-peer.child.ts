import { libcFunction } from '../../sockets/libc.ts';
import { SocketError } from '../../sockets/socket-error.ts';
import { ConnectedPair } from './connected-pair.ts';

// Node.js ignores SIGPIPE: give it back its deadly default, so that a signal would be seen.
const SIGPIPE = 13;
libcFunction<(signal: number, handler: number) => bigint | null>('void *signal(int, uintptr_t)')(
  SIGPIPE,
  0,
);

using pair = new ConnectedPair('unix');
pair.server.close();
try {
  pair.client.send(new Uint8Array(1));
} catch (error) {
  process.exitCode = error instanceof SocketError && error.code === 'EPIPE' ? 7 : 1;
}
