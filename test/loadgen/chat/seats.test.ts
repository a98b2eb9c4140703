import { describe, expect, test } from 'vitest';
import { membersOf, seatOf, slowReadersMax } from '../../../loadgen/chat/seats.ts';
import { splitPlan } from '../../../loadgen/load-plan.ts';
import { planLoad } from '../run-share.ts';

const workload = {
  kind: 'chat',
  rooms: 3,
  membersPerRoom: 5,
  speakersPerRoom: 2,
  payloadBytes: 64,
  slowReaders: 4,
} as const;
const target = { transport: 'tcp', host: '127.0.0.1', port: 1 } as const;

function seats() {
  return Array.from({ length: membersOf(workload) }, (_, number) => seatOf(workload, number));
}

describe('the members of a chat', () => {
  test('sit room by room, the first of each room speak, and slow readers are spread evenly', () => {
    const rooms = Map.groupBy(seats(), ({ room }) => room);
    expect([...rooms.keys()]).toEqual([0, 1, 2]);
    for (const members of rooms.values()) {
      expect(members.map(({ speaks }) => speaks)).toEqual([true, true, false, false, false]);
    }
    const slow = [...rooms.values()].map((room) => room.filter(({ reads }) => !reads).length);
    expect(slow).toEqual([2, 1, 1]);
  });

  test('leave every speaker a reader: more slow readers than that cannot be', () => {
    expect(slowReadersMax(workload)).toBe(9);
    expect(slowReadersMax({ ...workload, speakersPerRoom: 1 })).toBe(9);
    expect(slowReadersMax({ ...workload, speakersPerRoom: 5 })).toBe(0);
    const full = { ...workload, slowReaders: 9 };
    for (let number = 0; number < 15; number += 1) {
      const { speaks, reads } = seatOf(full, number);
      expect(speaks && !reads).toBe(false);
    }
  });

  test('of one room belong to one load thread, and a thread has a room at least', () => {
    const load = {
      loop: 'open',
      connections: 15,
      offeredRatePerSec: 10,
      arrivals: 'constant',
    } as const;
    const split = (threads: number) =>
      splitPlan(planLoad({ target, workload, load, threads }), 0n).map((share) => [
        share.firstConnection,
        share.connections,
      ]);
    expect(split(2)).toEqual([
      [0, 5],
      [5, 10],
    ]);
    expect(split(8)).toEqual([
      [0, 5],
      [5, 5],
      [10, 5],
    ]);
  });
});
