import { connect, type Socket } from 'node:net';
import { type Address, formatAddress } from '../protocol/address.ts';
import { codeOf, type Farewell, type Peer, type PeerEvents, UnreachableError } from './peer.ts';

const CONNECT_TIMEOUT_MS = 5_000;
const LINGER_MS = 1_000;
/** A peer that is gone is told by the send that comes too late, too (man 2 send). */
const BROKEN_OFF: readonly string[] = ['ECONNRESET', 'EPIPE', 'ECONNABORTED'];

type StreamAddress = Exclude<Address, { transport: 'udp' }>;

/** Connects over TCP or a unix socket. Throws an {@link UnreachableError}. */
export async function connectStream(target: StreamAddress, events: PeerEvents): Promise<Peer> {
  const socket = connect({
    ...(target.transport === 'unix'
      ? { path: target.path }
      : { host: target.host, port: target.port, noDelay: true }),
    allowHalfOpen: true,
  });
  await connected(socket);

  let hasLeft = false;
  const leave = (farewell: Farewell): void => {
    if (hasLeft) return;
    hasLeft = true;
    socket.destroy();
    events.left(farewell);
  };
  socket.on('data', (bytes) => events.received(bytes));
  socket.on('end', () => leave({ kind: 'closed' }));
  socket.on('error', (error) => leave(describeBreak(error)));
  return {
    local: describeLocal(socket, target),
    remote: formatAddress(target),
    send: (bytes) => new Promise((resolve) => void socket.write(bytes, () => resolve())),
    finish: () => void socket.end(),
    close: () => {
      hasLeft = true;
      socket.destroySoon();
      // A server that reads nothing would keep us for ever; the timer alone keeps nobody.
      setTimeout(() => socket.destroy(), LINGER_MS).unref();
    },
    pause: () => void socket.pause(),
    resume: () => void socket.resume(),
  };
}

function connected(socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (code: string): void => {
      socket.destroy();
      reject(new UnreachableError(code));
    };
    const onError = (error: Error): void => fail(codeOf(error));
    socket.setTimeout(CONNECT_TIMEOUT_MS, () => fail('ETIMEDOUT'));
    socket.once('error', onError);
    socket.once('connect', () => {
      socket.setTimeout(0);
      socket.off('error', onError);
      resolve();
    });
  });
}

function describeBreak(error: Error): Farewell {
  const code = codeOf(error);
  return { kind: BROKEN_OFF.includes(code) ? 'reset' : 'failed', code };
}

function describeLocal({ localAddress, localPort }: Socket, { transport }: StreamAddress): string {
  if (transport === 'unix' || localAddress === undefined || localPort === undefined) {
    return 'a unix socket without a name';
  }
  return formatAddress({ transport, host: localAddress, port: localPort });
}
