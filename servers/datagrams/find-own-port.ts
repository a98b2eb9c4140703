import { once } from 'node:events';
import type { ServerOptions } from '../strategy.ts';
import { bindDatagrams } from './datagram-loop.ts';

/**
 * The options with a port that is nobody's. A stranger who shares it by SO_REUSEPORT would share
 * ours too and take half of our datagrams without a word; asked for any port, the kernel may even
 * pick such a one. Binding once without SO_REUSEPORT finds out.
 */
export async function findOwnPort(options: ServerOptions): Promise<ServerOptions> {
  const probe = await bindDatagrams(options, false);
  const { address: host, port } = probe.address();
  const closed = once(probe, 'close');
  probe.close();
  await closed;
  return { ...options, listen: { transport: 'udp', host, port } };
}
