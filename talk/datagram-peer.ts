import { createSocket, type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import { type Address, formatAddress } from '../protocol/address.ts';
import { codeOf, type Farewell, type Peer, type PeerEvents, UnreachableError } from './peer.ts';

type DatagramAddress = Extract<Address, { transport: 'tcp' | 'udp' }>;

/**
 * A datagram socket that is bound to one peer. Nothing is sent for that: whether anybody is there
 * shows when something comes back, or when the machine says that nobody listens (ICMP).
 */
export async function openDatagram(target: DatagramAddress, events: PeerEvents): Promise<Peer> {
  const socket = createSocket(isIPv6(target.host) ? 'udp6' : 'udp4');
  await bound(socket, target);

  let isPaused = false;
  let hasLeft = false;
  const leave = (farewell: Farewell): void => {
    if (hasLeft) return;
    hasLeft = true;
    socket.close();
    events.left(farewell);
  };
  // A datagram that comes while nobody can be told is lost, as datagrams may be.
  socket.on('message', (bytes) => void (isPaused || events.received(bytes)));
  socket.on('error', (error) => leave(describeFailure(error)));
  const { address, port } = socket.address();
  return {
    local: formatAddress({ transport: 'udp', host: address, port }),
    remote: formatAddress(target),
    send: (bytes) =>
      new Promise((resolve) => {
        socket.send(bytes, (error) => {
          if (error !== null) leave(describeFailure(error));
          resolve();
        });
      }),
    finish: () => {},
    close: () => {
      if (hasLeft) return;
      hasLeft = true;
      socket.close();
    },
    pause: () => {
      isPaused = true;
    },
    resume: () => {
      isPaused = false;
    },
  };
}

function bound(socket: Socket, { host, port }: DatagramAddress): Promise<void> {
  return new Promise((resolve, reject) => {
    const onError = (error: Error): void => {
      socket.close();
      reject(new UnreachableError(codeOf(error)));
    };
    socket.once('error', onError);
    socket.connect(port, host, () => {
      socket.off('error', onError);
      resolve();
    });
  });
}

function describeFailure(error: Error): Farewell {
  const code = codeOf(error);
  return { kind: code === 'ECONNREFUSED' ? 'refused' : 'failed', code };
}
