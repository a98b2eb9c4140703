import type { Address } from '../protocol/address.ts';
import { CHAT_HELP, readChatLine } from './chat-line.ts';
import { describeStart } from './describe-talk.ts';
import { type ChatOutcome, type Membership, RoomConnection } from './room-connection.ts';
import type { Screen } from './screen.ts';
import { connectStream } from './stream-peer.ts';

/**
 * Joins a room, says each line to the others and shows what they say meanwhile, until the user
 * leaves, their input ends or the server leaves. For the server to let us in,
 * to read what is said and to let us out is waited `timeoutMs` each. Throws an `UnreachableError` when nobody is there.
 */
export async function chatInRoom(
  target: Exclude<Address, { transport: 'udp' }>,
  membership: Membership,
  screen: Screen,
  timeoutMs: number,
): Promise<ChatOutcome> {
  const room = new RoomConnection(membership, screen);
  const peer = await connectStream(target, {
    received: (bytes) => room.receive(bytes),
    left: (farewell) => room.end({ farewell }),
  });
  void screen.abandoned.then((abandoned) => room.end({ abandoned }));
  screen.say(describeStart(target, peer, false));
  try {
    await room.join(peer, timeoutMs);
    await sayLines(screen, room, timeoutMs);
    await room.leave(timeoutMs);
    return room.outcome;
  } finally {
    peer.close();
    screen.close();
  }
}

async function sayLines(screen: Screen, room: RoomConnection, timeoutMs: number): Promise<void> {
  while (!room.hasEnded) {
    screen.prompt();
    const { done, value } = await screen.lines.next();
    if (done === true || room.hasEnded) return;
    const line = readChatLine(value);
    if (line.kind === 'leave') return;
    if (line.kind === 'request') await room.send(line.request, timeoutMs);
    if (line.kind === 'help') screen.say(CHAT_HELP);
    if (line.kind === 'refused') screen.say(line.problem);
  }
}
