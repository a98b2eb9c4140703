import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createMessage, writeSequence } from '../../protocol/message.ts';
import { ReplyVerifier } from '../../protocol/reply-verifier.ts';

function messages(count: number, payloadBytes: number, connection: number): Buffer[] {
  return Array.from({ length: count }, (_, sequence) => {
    const message = createMessage(payloadBytes, connection);
    writeSequence(message, sequence);
    return message;
  });
}

/** Feeds a stream in pieces of the given sizes, in turn; gives how many replies were complete. */
function feed(verifier: ReplyVerifier, stream: Buffer, pieces: readonly number[]): number {
  let start = 0;
  for (let i = 0; start < stream.length; i += 1) {
    const end = Math.min(stream.length, start + (pieces[i % pieces.length] ?? 1));
    let offset = start;
    while (offset < end) {
      offset = verifier.take(stream, offset, end);
      if (offset < 0) return -1;
    }
    start = end;
  }
  return verifier.sequence;
}

const sizes = fc.integer({ min: 1, max: 400 });
const pieces = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 8 });

describe('the reply verifier', () => {
  test('accepts the right stream however it is split or glued', () => {
    fc.assert(
      fc.property(sizes, pieces, (payloadBytes, cuts) => {
        const stream = Buffer.concat(messages(6, payloadBytes, 9));
        expect(feed(new ReplyVerifier(payloadBytes, 9), stream, cuts)).toBe(6);
      }),
    );
  });

  test('refuses a stream in which any one byte is changed', () => {
    fc.assert(
      fc.property(
        sizes,
        pieces,
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        (size, cuts, at, by) => {
          const stream = Buffer.concat(messages(4, size, 2));
          const changed = at % stream.length;
          stream[changed] = (stream[changed] ?? 0) ^ by;
          expect(feed(new ReplyVerifier(size, 2), stream, cuts)).toBe(-1);
        },
      ),
    );
  });

  test.each([
    ['duplicated', 0],
    ['reordered', 3],
  ])('calls an earlier or later reply %s', (kind, sequence) => {
    const replies = messages(4, 64, 5);
    const verifier = new ReplyVerifier(64, 5);
    feed(verifier, Buffer.concat(replies.slice(0, 2)), [64]);
    const wrong = replies[sequence] ?? Buffer.alloc(0);
    expect(verifier.take(wrong, 0, wrong.length)).toBe(-1);
    expect(verifier.explain(wrong, 0, wrong.length)).toBe(kind);
  });

  test('calls another connection’s reply corrupt, and a changed one too', () => {
    const foreign = createMessage(64, 6);
    const changed = createMessage(64, 5);
    changed[40] = 0;
    for (const wrong of [foreign, changed]) {
      const verifier = new ReplyVerifier(64, 5);
      expect(verifier.take(wrong, 0, 64)).toBe(-1);
      expect(verifier.explain(wrong, 0, 64)).toBe('corrupt');
    }
  });
});
