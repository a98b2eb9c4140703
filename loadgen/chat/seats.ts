import type { Workload } from '../../results/trial.ts';

export type ChatWorkload = Extract<Workload, { kind: 'chat' }>;

/** What a member of a room does, and in which room. */
export interface Seat {
  readonly room: number;
  /** Its number in the room. */
  readonly member: number;
  readonly speaks: boolean;
  /** False for a slow reader. */
  readonly reads: boolean;
}

/**
 * Members are numbered room by room. The first of each room speak; slow readers are the last ones,
 * as many in each room as in the others, or one more.
 */
export function seatOf(workload: ChatWorkload, number: number): Seat {
  const { rooms, membersPerRoom, speakersPerRoom, slowReaders } = workload;
  const room = Math.floor(number / membersPerRoom);
  const member = number % membersPerRoom;
  const slowHere = Math.floor(slowReaders / rooms) + (room < slowReaders % rooms ? 1 : 0);
  return {
    room,
    member,
    speaks: member < speakersPerRoom,
    reads: member < membersPerRoom - slowHere,
  };
}

/** Speakers read, and each of them needs somebody else who does. */
export function slowReadersMax(workload: Omit<ChatWorkload, 'kind' | 'payloadBytes'>): number {
  const { rooms, membersPerRoom, speakersPerRoom } = workload;
  return rooms * Math.max(0, membersPerRoom - Math.max(2, speakersPerRoom));
}

/** Members, slow readers among them. */
export function membersOf({ rooms, membersPerRoom }: ChatWorkload): number {
  return rooms * membersPerRoom;
}
