import { createSocket } from 'node:dgram';
import { connect, isIPv6 } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Address } from '../../protocol/address.ts';

const INTERVAL_MS = 20;
const ATTEMPT_TIMEOUT_MS = 1000;
/** On loopback a refusal comes with the next system call; what is silent for this long listens. */
const DATAGRAM_SILENCE_MS = 50;

/** Tries again and again until somebody takes what is sent to the address, or `signal` aborts. */
export async function awaitAnswer(address: Address, signal: AbortSignal): Promise<void> {
  while (!signal.aborted && !(await answers(address))) await sleep(INTERVAL_MS);
}

/** Whether somebody listens there: a connection, or a datagram, that is not refused. */
export function answers(address: Address): Promise<boolean> {
  if (address.transport === 'udp') return takesDatagram(address.host, address.port);
  const where =
    address.transport === 'unix'
      ? { path: address.path }
      : { host: address.host, port: address.port };
  return new Promise((resolve) => {
    const socket = connect(where);
    const settle = (answered: boolean): void => {
      socket.destroy();
      resolve(answered);
    };
    socket.setTimeout(ATTEMPT_TIMEOUT_MS, () => settle(false));
    socket.once('error', () => settle(false));
    socket.once('connect', () => settle(true));
  });
}

function takesDatagram(host: string, port: number): Promise<boolean> {
  const socket = createSocket(isIPv6(host) ? 'udp6' : 'udp4');
  return new Promise<boolean>((resolve) => {
    const silence = setTimeout(() => resolve(true), DATAGRAM_SILENCE_MS);
    const refuse = (): void => {
      clearTimeout(silence);
      resolve(false);
    };
    socket.on('error', refuse);
    socket.on('connect', () => socket.send('\n', (error) => error !== null && refuse()));
    socket.connect(port, host);
  }).finally(() => socket.close());
}
