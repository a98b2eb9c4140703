import { type Address, formatAddress } from '../protocol/address.ts';
import type { Farewell, Peer } from './peer.ts';

/** What is said to the user about the conversation itself: one sentence each. */

export function describeStart(
  { transport }: Address,
  { local, remote }: Pick<Peer, 'local' | 'remote'>,
  isInteractive: boolean,
): string {
  const how = transport === 'udp' ? 'datagrams, without a connection,' : 'connected:';
  const hint = isInteractive ? ' (Enter sends a line, q quits)' : '';
  return `${how} ${local} -> ${remote}${hint}`;
}

export function describeSilence({ transport }: Address, timeoutMs: number): string {
  const what = `no reply within ${timeoutMs / 1000} s`;
  return transport === 'udp'
    ? `${what}: a datagram may be lost`
    : `${what}: the server may be serving others, or have nothing to say`;
}

export function describeFarewell(target: Address, farewell: Farewell): string {
  switch (farewell.kind) {
    case 'closed':
      return 'the server hung up';
    case 'reset':
      return `the server broke off the connection (${farewell.code}): it ended, or hung up with words of ours unread`;
    case 'refused':
      return describeUnreachable(target, farewell.code);
    case 'failed':
      return farewell.code === 'EMSGSIZE'
        ? 'the line is too long for one datagram (EMSGSIZE): send shorter ones, or use tcp'
        : `the conversation failed (${farewell.code})`;
  }
}

export function describeUnreachable(target: Address, code: string): string {
  const where = formatAddress(target);
  switch (code) {
    case 'ECONNREFUSED':
      return `nobody listens at ${where} (${code}): start the server, or check the address`;
    case 'ENOENT':
      return `there is no socket file at ${where} (${code}): start the server, or check the path`;
    case 'EAGAIN':
    case 'ETIMEDOUT':
      return `nobody answered at ${where} (${code}): its listen queue may be full, or nothing gets there`;
    default:
      return `${where} can't be reached (${code})`;
  }
}

/** Nobody let us into the room. */
export function describeUnheard(timeoutMs: number): string {
  return `no answer to JOIN within ${timeoutMs / 1000} s: ${NO_CHAT}`;
}

export function describeUnread(timeoutMs: number): string {
  return `the server read nothing for ${timeoutMs / 1000} s: what was said last may be lost`;
}

/** `answer` is cleaned. */
export function describeNoChat(answer: string): string {
  return `the server answered '${answer}' to JOIN: ${NO_CHAT}`;
}

export function describeChatFarewell(
  target: Address,
  farewell: Farewell,
  wasInside: boolean,
): string {
  if (!wasInside) return `${describeFarewell(target, farewell)} before it let us in: ${NO_CHAT}`;
  if (farewell.kind !== 'reset') return describeFarewell(target, farewell);
  return `the server broke off the connection (${farewell.code}): it ended, or what the others said was read too slowly here`;
}

const NO_CHAT = 'is it a chat service? (echosounder serve event-loop --service chat starts one)';
