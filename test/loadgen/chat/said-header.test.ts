import { describe, expect, test } from 'vitest';
import { memberNumber, SaidHeader } from '../../../loadgen/chat/said-header.ts';

function read(message: string) {
  const header = new SaidHeader();
  const bytes = Buffer.from(`??${message}??`);
  if (!header.read(bytes, 2, bytes.length - 2)) return null;
  const text = bytes.toString('utf8', header.textStart, bytes.length - 2);
  return { speaker: header.speaker, sequence: header.sequence, text };
}

describe('the head of what was said', () => {
  test.each([
    ['SAID m7 12 hello you', { speaker: 7, sequence: 12, text: 'hello you' }],
    ['SAID m0 4294967295 x', { speaker: 0, sequence: 4294967295, text: 'x' }],
    ['SAID m99999 1 ', { speaker: 99999, sequence: 1, text: '' }],
    ['SAID m3 1  two', { speaker: 3, sequence: 1, text: ' two' }],
  ])('of %j is read in place', (message, said) => expect(read(message)).toEqual(said));

  test.each([
    ['SAID bob 12 hello', { speaker: -1, sequence: 12 }],
    ['SAID m 12 hello', { speaker: -1, sequence: 12 }],
    ['SAID m1x 12 hello', { speaker: -1, sequence: 12 }],
    ['SAID m1 twelve hello', { speaker: 1, sequence: -1 }],
    ['SAID m1 12345678901 hello', { speaker: 1, sequence: -1 }],
    ['SAID m1', { speaker: 1, sequence: -1, text: '' }],
    ['SAID ', { speaker: -1, sequence: -1, text: '' }],
  ])('of %j has no number where none of ours stands', (message, said) =>
    expect(read(message)).toMatchObject(said),
  );

  test.each(['JOINED r m0 1', 'CAME m1', 'SAI', ''])('%j is something else', (message) =>
    expect(read(message)).toBeNull(),
  );

  test('the name of a stranger is no number of ours', () => {
    expect([memberNumber('m12'), memberNumber('bob'), memberNumber('m1.5')]).toEqual([12, -1, -1]);
  });
});
