import { readKernelCounter } from '../../sockets/kernel-counters.ts';
import { Socket } from '../../sockets/socket.ts';
import type { SocketAddress } from '../../sockets/socket-address.ts';
import { TimeoutError } from '../../sockets/socket-error.ts';
import { LOOPBACK } from './connected-pair.ts';
import { difference } from './difference.ts';

const DATAGRAMS = 1000;
const DATAGRAM_BYTES = 200;
const NUMBER_BYTES = 4;
/** Doubled by the kernel; each datagram is charged with its bookkeeping, so it holds few. */
const BUFFER_BYTES = 32_768;
const TIMEOUT_MS = 200;
const ROUNDS_MAX = DATAGRAMS;

export interface DatagramLossValues {
  readonly datagrams: number;
  readonly datagramBytes: number;
  /** As the kernel counts it. */
  readonly bufferBytes: number;
  /** Sends that ended without an error. */
  readonly sentWithoutError: number;
  readonly received: number;
  /** Datagrams that anybody on this machine lost to a full buffer meanwhile. */
  readonly receiveBufferErrors: number | null;
  /** After the last one the sender closed its socket: what the next receive did. */
  readonly afterTheLast: 'timed out' | 'returned';
  readonly timeoutMs: number;
  /** The same, with numbers and acknowledgements: what is not acknowledged is sent again. */
  readonly resent: {
    readonly rounds: number;
    readonly sent: number;
    readonly receivedOnce: number;
  };
}

/** A receiver that has other things to do than to receive. */
export function measureDatagramLoss(): DatagramLossValues {
  const errorsBefore = countBufferErrors();
  using receiver = openReceiver();
  using sender = Socket.create('inet', 'datagram');
  const numbers = Array.from({ length: DATAGRAMS }, (_, number) => number);
  const sentWithoutError = sendNumbered(sender, receiver.socketName(), numbers);
  const received = receiveAll(receiver).length;
  const receiveBufferErrors = difference(errorsBefore, countBufferErrors());
  sender.close();
  return {
    datagrams: DATAGRAMS,
    datagramBytes: DATAGRAM_BYTES,
    bufferBytes: receiver.getOption('receiveBufferBytes'),
    sentWithoutError,
    received,
    receiveBufferErrors,
    afterTheLast: receiveOne(receiver) === null ? 'timed out' : 'returned',
    timeoutMs: TIMEOUT_MS,
    resent: sendUntilAcknowledged(),
  };
}

/** Datagrams that were thrown away because a receive buffer was full. */
function countBufferErrors(): number | null {
  return readKernelCounter('Udp', 'RcvbufErrors');
}

function openReceiver(): Socket {
  const receiver = Socket.create('inet', 'datagram');
  receiver.setOption('receiveBufferBytes', BUFFER_BYTES);
  receiver.bind(LOOPBACK);
  receiver.setTimeout(TIMEOUT_MS);
  return receiver;
}

function sendNumbered(sender: Socket, to: SocketAddress, numbers: readonly number[]): number {
  const datagram = new Uint8Array(DATAGRAM_BYTES);
  const view = new DataView(datagram.buffer);
  let sent = 0;
  for (const number of numbers) {
    view.setUint32(0, number);
    if (sender.sendTo(datagram, to) === DATAGRAM_BYTES) sent += 1;
  }
  return sent;
}

/** The numbers of all that wait in the buffer. Their number is the sender's: it is bounded. */
function receiveAll(receiver: Socket): number[] {
  const numbers: number[] = [];
  receiver.setBlocking(false);
  try {
    for (;;) numbers.push(receiveNumber(receiver));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error;
    return numbers;
  } finally {
    receiver.setBlocking(true);
  }
}

/** The next datagram's number; `null` when none comes in time. */
function receiveOne(receiver: Socket): number | null {
  try {
    return receiveNumber(receiver);
  } catch (error) {
    if (error instanceof TimeoutError) return null;
    throw error;
  }
}

function receiveNumber(receiver: Socket): number {
  const datagram = new Uint8Array(DATAGRAM_BYTES);
  const { count } = receiver.receiveFrom(datagram);
  return count < NUMBER_BYTES ? -1 : new DataView(datagram.buffer).getUint32(0);
}

/** The sender learns by acknowledgement what arrived, and sends the others again. */
function sendUntilAcknowledged(): DatagramLossValues['resent'] {
  using receiver = openReceiver();
  using sender = Socket.create('inet', 'datagram');
  const missing = new Set(Array.from({ length: DATAGRAMS }, (_, number) => number));
  const arrived = new Set<number>();
  let rounds = 0;
  let sent = 0;
  while (missing.size > 0 && rounds < ROUNDS_MAX) {
    rounds += 1;
    sent += sendNumbered(sender, receiver.socketName(), [...missing]);
    for (const number of receiveAll(receiver)) {
      arrived.add(number);
      missing.delete(number);
    }
  }
  return { rounds, sent, receivedOnce: arrived.size };
}
