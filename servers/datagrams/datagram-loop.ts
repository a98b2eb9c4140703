import { createSocket, type Socket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import type { Address } from '../../protocol/address.ts';
import type { ServerOptions, WorkerDatagrams } from '../strategy.ts';
import { createAnswer } from './answer-datagram.ts';
import { PeerCount } from './peer-count.ts';

/** Replies that wait for a full send buffer; beyond that they are lost, as datagrams may be. */
const UNSENT_MAX = 1024;

/** What the network tells of replies that found nobody: news of the past, no failure. */
const SENDER_IS_GONE: readonly string[] = ['ECONNREFUSED', 'ECONNRESET', 'EHOSTUNREACH'];

/** One socket on one event loop, which answers whatever comes to it. */
export interface DatagramLoop {
  readonly address: Address;
  /** Rejects when the socket can't receive any more. */
  readonly failed: Promise<never>;
  /** Hears nothing more; tells what it has heard. */
  close(): WorkerDatagrams;
}

/**
 * Binds and answers from then on; rejects with the system's error. With `reusePort` the port may be
 * shared with others that ask for it too, and the kernel deals datagrams by a hash of the sender.
 *
 * The socket keeps the receive buffer that the system gives (net.core.rmem_default): what comes
 * faster than the loop comes round overflows it, and is lost without a word to anybody.
 */
export async function openDatagramLoop(
  options: ServerOptions,
  reusePort: boolean,
): Promise<DatagramLoop> {
  const answer = await createAnswer(options);
  const peers = new PeerCount();
  const socket = await bindDatagrams(options, reusePort);
  let unsent = 0;
  const onSent = (): void => {
    unsent--;
  };
  socket.on('message', (datagram, { address, port }) => {
    peers.add(address, port);
    const reply = answer(datagram);
    if (reply === null || unsent === UNSENT_MAX) return;
    unsent++;
    try {
      socket.send(reply, port, address, onSent);
    } catch {
      unsent--; // an address that nobody has, such as port 0
    }
  });
  const failed = Promise.withResolvers<never>();
  failed.promise.catch(() => {}); // told to whoever waits for it
  socket.on('error', (error: NodeJS.ErrnoException) => {
    if (!SENDER_IS_GONE.includes(error.code ?? '')) failed.reject(error);
  });
  const { address: host, port } = socket.address();
  return {
    address: { transport: 'udp', host, port },
    failed: failed.promise,
    close() {
      socket.close();
      return peers.read();
    },
  };
}

/** A socket of its own, never one that it shares with other processes of a cluster. */
export async function bindDatagrams(
  { listen }: ServerOptions,
  reusePort: boolean,
): Promise<Socket> {
  if (listen.transport !== 'udp') throw new RangeError(`${listen.transport} carries no datagrams`);
  const { address, family } = await lookup(listen.host);
  const socket = createSocket({ type: family === 6 ? 'udp6' : 'udp4', reusePort });
  socket.bind({ address, port: listen.port, exclusive: true });
  await once(socket, 'listening');
  return socket;
}
