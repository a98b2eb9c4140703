import { createSocket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import { type Address, formatAddress } from '../../protocol/address.ts';
import { createMessage } from '../../protocol/message.ts';
import { TargetError } from './resolve-target.ts';

/** A refusal comes within a round trip; silence says nothing, so it is not waited for long. */
const PROBE_TIMEOUT_MS = 1_000;
/** No client of a load has this number. */
const PROBE_CONNECTION = 0xffff_ffff;

/**
 * Sends one message, such as the load will send by the million, and waits for a reply of any kind.
 * A port where nobody listens says so (ICMP, RFC 792: ECONNREFUSED). Silence passes: a datagram may
 * be lost, and what never answers is measured as such.
 */
export function probeDatagrams(
  target: Exclude<Address, { transport: 'unix' }>,
  payloadBytes: number,
): Promise<void> {
  const { host, port } = target;
  const socket = createSocket(isIPv6(host) ? 'udp6' : 'udp4');
  return new Promise<void>((resolve, reject) => {
    const silence = setTimeout(resolve, PROBE_TIMEOUT_MS);
    const fail = (error: NodeJS.ErrnoException): void => {
      clearTimeout(silence);
      reject(
        new TargetError(
          `no server answers at ${formatAddress(target)} (${error.code ?? error.message}): start it, or check the address`,
        ),
      );
    };
    socket.on('error', fail);
    socket.on('message', () => {
      clearTimeout(silence);
      resolve();
    });
    socket.on('connect', () => {
      socket.send(createMessage(payloadBytes, PROBE_CONNECTION), (error) => {
        if (error !== null) fail(error);
      });
    });
    socket.connect(port, host);
  }).finally(() => socket.close());
}
