import { describe, expect, test } from 'vitest';
import { createClosedLoop } from '../../../loadgen/load-loops/closed-loop.ts';
import type { Client } from '../../../loadgen/load-loops/load-loop.ts';
import { createOpenLoop } from '../../../loadgen/load-loops/open-loop.ts';

/** A client without a socket: room for so many messages, and a note of what it was given. */
function createClient(slot: number, room: number) {
  const sent: number[] = [];
  const client: Client & { sent: number[]; room: number } = {
    slot,
    sent,
    room,
    hasRoom: () => client.room > 0,
    send(intendedNs) {
      client.room -= 1;
      sent.push(intendedNs);
    },
  };
  return client;
}

describe('the closed loop', () => {
  test('fills the depth at the start, then sends one message per reply', () => {
    const loop = createClosedLoop(0, 1, 3);
    const client = createClient(0, 3);
    loop.start([client], 0, 1000, 5);
    expect(client.sent).toEqual([5, 5, 5]);
    client.room = 1;
    loop.onRoom(client, 40);
    expect(client.sent).toEqual([5, 5, 5, 40]);
  });

  test('sends nothing before its start and nothing from its end on', () => {
    const loop = createClosedLoop(0, 1, 1);
    const client = createClient(0, 5);
    loop.onRoom(client, 1);
    loop.start([client], 0, 100, 10);
    loop.onRoom(client, 99);
    loop.onRoom(client, 100);
    expect(client.sent).toEqual([10, 99]);
  });

  test('thinks before the next message, and wants to be called when that is over', () => {
    const loop = createClosedLoop(50, 1, 1);
    const client = createClient(0, 1);
    loop.start([client], 0, 1000, 10);
    client.room = 1;
    loop.onRoom(client, 20);
    expect(loop.pump(30)).toBe(70);
    expect(client.sent).toEqual([10]);
    loop.pump(71);
    expect(client.sent).toEqual([10, 70]);
  });

  test('a client that tells of room too often takes no thoughts from the others', () => {
    const loop = createClosedLoop(50, 2, 1);
    const [noisy, quiet] = [createClient(0, 1), createClient(1, 1)];
    loop.start([noisy, quiet], 0, 1000, 10);
    for (let i = 0; i < 5; i += 1) loop.onRoom(noisy, 20);
    quiet.room = 1;
    loop.onRoom(quiet, 21);
    loop.pump(100);
    expect(quiet.sent).toEqual([10, 71]);
  });

  test('keeps its depth while it thinks: each of two replies is followed by a message', () => {
    const loop = createClosedLoop(50, 1, 2);
    const client = createClient(0, 2);
    loop.start([client], 0, 1000, 10);
    client.room = 2;
    loop.onRoom(client, 20);
    loop.onRoom(client, 20);
    loop.pump(100);
    expect(client.sent).toEqual([10, 10, 70, 70]);
  });
});

describe('the open loop', () => {
  const everyTen = () => (index: number) => index * 10;

  test('sends what is due, with the time it was meant for', () => {
    const loop = createOpenLoop(1, everyTen);
    const client = createClient(0, 100);
    loop.start([client], 1000, 2000, 990);
    expect(loop.pump(999)).toBe(1000);
    expect(loop.pump(1025)).toBe(1030);
    expect(client.sent).toEqual([1000, 1010, 1020]);
  });

  test('a client without room keeps its messages and their intended starts', () => {
    const loop = createOpenLoop(1, everyTen);
    const client = createClient(0, 1);
    loop.start([client], 0, 1000, 0);
    loop.pump(45);
    expect(client.sent).toEqual([0]);
    client.room = 10;
    loop.onRoom(client, 46);
    expect(client.sent).toEqual([0, 10, 20, 30, 40]);
    expect(loop.pump(50)).toBe(60);
    expect(client.sent.at(-1)).toBe(50);
  });

  test('never sends early, and never a message twice', () => {
    const loop = createOpenLoop(3, (slot) => (index) => index * 7 + slot);
    const clients = [0, 1, 2].map((slot) => createClient(slot, 1e6));
    loop.start(clients, 0, 500, 0);
    for (let now = 0; now < 600; now += 3) {
      loop.pump(now);
      for (const { sent } of clients) expect(sent.at(-1) ?? 0).toBeLessThanOrEqual(now);
    }
    for (const { sent, slot } of clients) {
      expect(sent).toEqual(Array.from({ length: sent.length }, (_, i) => i * 7 + slot));
      expect(sent.at(-1)).toBeGreaterThanOrEqual(493);
    }
  });

  test('names what was due before the end and never left', () => {
    const loop = createOpenLoop(1, everyTen);
    const client = createClient(0, 2);
    loop.start([client], 0, 45, 0);
    loop.pump(100);
    expect([...loop.unsent(client)]).toEqual([20, 30, 40]);
  });

  test('an earlier end leaves out what would have been due after it', () => {
    const loop = createOpenLoop(1, everyTen);
    const client = createClient(0, 1);
    loop.start([client], 0, 1000, 0);
    loop.pump(5);
    loop.end(25);
    expect([...loop.unsent(client)]).toEqual([10, 20]);
  });
});
