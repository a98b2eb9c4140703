import { ChatRoom } from '../chat/chat-room.ts';
import { type ChatWorkload, seatOf } from '../chat/seats.ts';
import type { LoadShare } from '../load-plan.ts';
import { ChatMember } from './chat-member.ts';
import type { ClientContext } from './client-context.ts';

/** The members of whole rooms, room by room. */
export function createChatClients(
  { originNs, firstConnection, connections }: LoadShare,
  context: ClientContext,
  workload: ChatWorkload,
): ChatMember[] {
  // Another load on the same server, now or earlier, must not meet this one.
  const tag = BigInt(originNs).toString(36);
  const rooms = new Map<number, ChatRoom>();
  return Array.from({ length: connections }, (_, slot) => {
    const seat = seatOf(workload, firstConnection + slot);
    let room = rooms.get(seat.room);
    if (room === undefined) {
      room = new ChatRoom(seat.room, `${tag}-${seat.room}`, workload, context);
      rooms.set(seat.room, room);
    }
    return new ChatMember(slot, seat, room, context);
  });
}
