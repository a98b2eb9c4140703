import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DueQueue } from '../../../loadgen/load-loops/due-queue.ts';

describe('the due queue', () => {
  test('gives clients in the order in which they are due', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 1e6 }), { maxLength: 100 }), (dues) => {
        const queue = new DueQueue(dues.length + 1);
        for (const [client, due] of dues.entries()) queue.push(client, due);
        const popped: number[] = [];
        while (queue.size > 0) {
          const dueNs = queue.nextDueNs;
          expect(dues[queue.pop()]).toBe(dueNs);
          popped.push(dueNs);
        }
        expect(popped).toEqual([...dues].sort((a, b) => a - b));
      }),
    );
  });

  test('an empty one is never due, and gives nothing', () => {
    const queue = new DueQueue(1);
    expect(queue.nextDueNs).toBe(Number.POSITIVE_INFINITY);
    expect(() => queue.pop()).toThrow(RangeError);
  });

  test('a full one refuses', () => {
    const queue = new DueQueue(1);
    queue.push(0, 1);
    expect(() => queue.push(1, 2)).toThrow(RangeError);
  });
});
