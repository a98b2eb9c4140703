import { describe, expect, test } from 'vitest';
import { SequenceWatch } from '../../talk/sequence-watch.ts';

function watchAnn(...sequences: readonly number[]): (string | null)[] {
  const watch = new SequenceWatch();
  watch.came('ann');
  return sequences.map((sequence) => watch.heard('ann', sequence));
}

describe('what a sender says', () => {
  test('in order it is not doubted', () => {
    expect(watchAnn(1, 2, 3)).toEqual([null, null, null]);
  });

  test('a gap is told with its size, and once', () => {
    expect(watchAnn(1, 3, 4)).toEqual([null, '1 message of ann is missing', null]);
    expect(watchAnn(3)).toEqual(['2 messages of ann are missing']);
  });

  test('a repetition is told, and so is what comes behind its time', () => {
    const told = 'message 1 of ann came again, or too late';
    expect(watchAnn(1, 1, 2)).toEqual([null, told, null]);
    expect(watchAnn(2, 1, 3)).toEqual(['1 message of ann is missing', told, null]);
  });

  test('one who was there before begins with what is heard first', () => {
    const watch = new SequenceWatch();
    expect([watch.heard('bob', 7), watch.heard('bob', 8)]).toEqual([null, null]);
  });

  test('one who left and came again begins with 1', () => {
    const watch = new SequenceWatch();
    watch.came('ann');
    watch.heard('ann', 1);
    watch.left('ann');
    watch.came('ann');
    expect(watch.heard('ann', 1)).toBe(null);
  });

  test('the order of one says nothing of another', () => {
    const watch = new SequenceWatch();
    watch.came('ann');
    watch.came('bob');
    watch.heard('ann', 1);
    expect([watch.heard('bob', 1), watch.heard('ann', 2)]).toEqual([null, null]);
  });

  test('names without end are not all remembered', () => {
    const watch = new SequenceWatch();
    for (let count = 0; count < 10_000; count += 1) watch.came(`name-${count}`);
    watch.came('one-more');
    expect(watch.heard('one-more', 5)).toBe(null);
    expect(watch.heard('name-9999', 2)).toBe('1 message of name-9999 is missing');
  });
});
