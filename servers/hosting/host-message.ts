import type { WorkerDatagrams } from '../strategy.ts';

/**
 * What a server process tells its parent, one JSON object per line on descriptor 3. Written with
 * synchronous calls, so that it arrives even when the next thing the process does is to block.
 */
export type HostMessage =
  | { readonly listening: string }
  | { readonly connectionsPerWorker: readonly number[] }
  | { readonly datagramsPerWorker: readonly WorkerDatagrams[] }
  | { readonly disconnectedSlowReaders: number }
  | { readonly error: { readonly code: string; readonly message: string } };

/** The descriptor, in the server process. */
export const HOST_MESSAGE_DESCRIPTOR = 3;

/** Our own code for "this strategy can't do that here", beside the system's error codes. */
export const UNSUPPORTED = 'UNSUPPORTED';

/** Reads one line; throws a `SyntaxError` or `TypeError` on anything a host would not write. */
export function parseHostMessage(line: string): HostMessage {
  const message: unknown = JSON.parse(line);
  if (typeof message === 'object' && message !== null) {
    if ('listening' in message && typeof message.listening === 'string') {
      return { listening: message.listening };
    }
    if ('connectionsPerWorker' in message && isCounts(message.connectionsPerWorker)) {
      return { connectionsPerWorker: message.connectionsPerWorker };
    }
    if ('datagramsPerWorker' in message && isHeard(message.datagramsPerWorker)) {
      return { datagramsPerWorker: message.datagramsPerWorker };
    }
    if ('disconnectedSlowReaders' in message && isCount(message.disconnectedSlowReaders)) {
      return { disconnectedSlowReaders: message.disconnectedSlowReaders };
    }
    if ('error' in message && isError(message.error)) return { error: message.error };
  }
  throw new TypeError(`not a message of a server process: ${line.slice(0, 200)}`);
}

function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every(isCount);
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function isHeard(value: unknown): value is WorkerDatagrams[] {
  if (!Array.isArray(value)) return false;
  return value.every(
    (one) => typeof one === 'object' && one !== null && isCounts([one.peers, one.datagrams]),
  );
}

function isError(value: unknown): value is { code: string; message: string } {
  if (typeof value !== 'object' || value === null) return false;
  return (
    'code' in value &&
    typeof value.code === 'string' &&
    'message' in value &&
    typeof value.message === 'string'
  );
}
