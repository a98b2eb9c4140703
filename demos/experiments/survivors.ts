import type { Address } from '../../protocol/address.ts';
import { Socket } from '../../sockets/socket.ts';
import { SocketError } from '../../sockets/socket-error.ts';
import { withBuiltIns } from './start-built-in.ts';

/** The three ways to block, and one that does not. */
const STRATEGIES = [
  'conversation-loop',
  'process-per-connection',
  'thread-per-connection',
  'event-loop',
] as const;
const RESETS = 3;
/** A process or thread for a client takes a moment, on a busy machine a long one. */
const REPLY_WAIT_MS = 10_000;

/** Whether a server still serves after clients have left it by reset. */
export interface Survival {
  readonly strategy: string;
  readonly resets: number;
  readonly nextClientServed: boolean;
}

export function watchSurvivors(): Promise<readonly Survival[]> {
  return withBuiltIns(STRATEGIES, (servers) =>
    servers.map(({ address }, index) => {
      for (let count = 0; count < RESETS; count += 1) talk(address, 'reset');
      const nextClientServed = talk(address, 'close');
      return { strategy: STRATEGIES[index] ?? '', resets: RESETS, nextClientServed };
    }),
  );
}

/** One message there and back, then the farewell; whether the message came back. */
function talk(address: Address, farewell: 'close' | 'reset'): boolean {
  if (address.transport === 'unix') throw new Error('the servers here listen on TCP');
  using client = Socket.create('inet', 'stream');
  client.setTimeout(REPLY_WAIT_MS);
  try {
    client.connect(address);
    client.sendAll(Buffer.from('?'));
    const count = client.receive(new Uint8Array(1));
    if (farewell === 'reset') client.setOption('lingerSeconds', 0);
    return count === 1;
  } catch (error) {
    if (error instanceof SocketError) return false;
    throw error;
  }
}
