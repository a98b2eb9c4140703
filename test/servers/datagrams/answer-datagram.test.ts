import { expect, test } from 'vitest';
import { createAnswer } from '../../../servers/datagrams/answer-datagram.ts';
import { compute, computeNow, lastComputed } from '../../../servers/services/computation.ts';
import type { ServerOptions } from '../../../servers/strategy.ts';

const ROUNDS = 5;
const OPTIONS: ServerOptions = {
  service: 'work',
  listen: { transport: 'udp', host: '127.0.0.1', port: 0 },
  backlog: 1,
  workers: 1,
  distribution: 'round-robin',
  work: { rounds: ROUNDS, messageBytes: 7 },
};

test('work computes one unit for each datagram, however long it is and whatever came before', async () => {
  const answer = await createAnswer(OPTIONS);
  for (const size of [1, 7, 8, 1472, 65_507]) {
    computeNow(1);
    const datagram = new Uint8Array(size).fill(size);
    expect(answer(datagram)).toEqual(datagram);
    expect(lastComputed(), `${size} bytes`).toBe(compute(ROUNDS));
  }
});

test('an empty datagram is answered with an empty one, and costs no computation', async () => {
  const answer = await createAnswer(OPTIONS);
  computeNow(1);
  expect(answer(new Uint8Array(0))).toHaveLength(0);
  expect(lastComputed()).toBe(compute(1));
});
