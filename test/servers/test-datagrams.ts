import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { isIPv6 } from 'node:net';
import type { Address } from '../../protocol/address.ts';

/** A sender for tests: plain `node:dgram`, nothing of the load generator. Not connected: it hears all. */
export async function openSender({ host }: InternetAddress): Promise<Socket> {
  const socket = createSocket(isIPv6(host) ? 'udp6' : 'udp4');
  socket.bind({ address: host, port: 0, exclusive: true });
  await once(socket, 'listening');
  return socket;
}

export type InternetAddress = Exclude<Address, { transport: 'unix' }>;

export function internetAddress(address: Address): InternetAddress {
  if (address.transport === 'unix') throw new Error('an address with a port was asked for');
  return address;
}

export async function sendDatagram(
  socket: Socket,
  { host, port }: InternetAddress,
  bytes: Uint8Array,
): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    socket.send(bytes, port, host, (error) => (error === null ? resolve() : reject(error)));
  });
}

/** The next datagram that comes, whole, with where it came from. */
export async function nextDatagram(socket: Socket): Promise<{ bytes: Buffer; from: number }> {
  const [bytes, { port }] = await once(socket, 'message');
  return { bytes, from: port };
}

/** Sends and waits for what comes back. On loopback nothing is lost that fits the buffers. */
export async function exchange(
  socket: Socket,
  address: InternetAddress,
  bytes: Uint8Array,
): Promise<Buffer> {
  const reply = nextDatagram(socket);
  await sendDatagram(socket, address, bytes);
  return (await reply).bytes;
}

/** The same by a sender that then is gone. */
export async function exchangeOnce(address: Address, bytes: Uint8Array): Promise<Buffer> {
  const internet = internetAddress(address);
  const socket = await openSender(internet);
  try {
    return await exchange(socket, internet, bytes);
  } finally {
    socket.close();
  }
}
