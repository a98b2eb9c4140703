import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Socket } from '../../sockets/socket.ts';
import type { SocketAddress } from '../../sockets/socket-address.ts';
import { SocketError } from '../../sockets/socket-error.ts';
import { LOOPBACK } from './connected-pair.ts';

/** Both ends of a connection are on this machine: the last word takes microseconds. */
const FAREWELL_WAIT_MS = 2_000;
const LOOK_AGAIN_MS = 20;
const TIME_WAIT = '06';

export interface AddressInUseValues {
  /** A second socket that binds and listens while the first one listens: its error, or null. */
  readonly whileListening: {
    readonly plain: string | null;
    readonly bothReuseAddress: string | null;
    readonly bothReusePort: string | null;
  };
  readonly restarts: readonly Restart[];
}

/** A server ends, and another one starts on its port at once. */
export interface Restart {
  readonly closedFirst: 'server' | 'client';
  /** Whether the server that ended, and the one that starts, set SO_REUSEADDR. */
  readonly oldReuses: boolean;
  readonly newReuses: boolean;
  /** Connections on the server's port that the kernel kept in TIME_WAIT. */
  readonly inTimeWait: number;
  /** The error of the second bind or listen, null for none. */
  readonly outcome: string | null;
}

type Option = 'reuseAddress' | 'reusePort';

export async function measureAddressInUse(): Promise<AddressInUseValues> {
  return {
    whileListening: {
      plain: listenTwice([]),
      bothReuseAddress: listenTwice(['reuseAddress']),
      bothReusePort: listenTwice(['reusePort']),
    },
    restarts: [
      await restart('client', false, false),
      await restart('server', false, false),
      await restart('server', false, true),
      await restart('server', true, true),
    ],
  };
}

function listenTwice(options: readonly Option[]): string | null {
  using first = Socket.create('inet', 'stream');
  startListening(first, LOOPBACK, options);
  using second = Socket.create('inet', 'stream');
  return tryListening(second, first.socketName(), options);
}

async function restart(
  closedFirst: Restart['closedFirst'],
  oldReuses: boolean,
  newReuses: boolean,
): Promise<Restart> {
  const address = serveOneClient(closedFirst, oldReuses ? ['reuseAddress'] : []);
  const inTimeWait = await countTimeWait(portOf(address));
  using fresh = Socket.create('inet', 'stream');
  const outcome = tryListening(fresh, address, newReuses ? ['reuseAddress'] : []);
  return { closedFirst, oldReuses, newReuses, inTimeWait, outcome };
}

/** A server's whole life; returns where it was. Whoever closes first keeps the TIME_WAIT. */
function serveOneClient(
  closedFirst: Restart['closedFirst'],
  options: readonly Option[],
): SocketAddress {
  using listener = Socket.create('inet', 'stream');
  startListening(listener, LOOPBACK, options);
  const address = listener.socketName();
  using client = Socket.create('inet', 'stream');
  client.connect(address);
  using connection = listener.accept().connection;
  const [first, second] = closedFirst === 'server' ? [connection, client] : [client, connection];
  first.close();
  second.setTimeout(FAREWELL_WAIT_MS);
  second.receive(new Uint8Array(1));
  second.close();
  return address;
}

function startListening(socket: Socket, address: SocketAddress, options: readonly Option[]): void {
  for (const option of options) socket.setOption(option, true);
  socket.bind(address);
  socket.listen(1);
}

function tryListening(
  socket: Socket,
  address: SocketAddress,
  options: readonly Option[],
): string | null {
  try {
    startListening(socket, address, options);
    return null;
  } catch (error) {
    if (error instanceof SocketError) return error.code;
    throw error;
  }
}

/** Connections that linger on the port, once every one of them has said its last word. */
async function countTimeWait(port: number): Promise<number> {
  for (let waitedMs = 0; ; waitedMs += LOOK_AGAIN_MS) {
    const states = readStates(port);
    const lingering = states.filter((state) => state === TIME_WAIT).length;
    if (lingering === states.length || waitedMs >= FAREWELL_WAIT_MS) return lingering;
    await sleep(LOOK_AGAIN_MS);
  }
}

/** Lines of /proc/net/tcp (man 5 proc_pid_net): number, local address, remote address, state. */
function readStates(port: number): string[] {
  const local = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  return readFileSync('/proc/net/tcp', 'latin1')
    .split('\n')
    .map((line) => line.trim().split(/\s+/, 4))
    .filter(([, address = '']) => address.endsWith(local))
    .map(([, , , state = '']) => state);
}

function portOf(address: SocketAddress): number {
  return 'port' in address ? address.port : 0;
}
