import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  createMessage,
  HEADER_BYTES,
  readHeader,
  readSequence,
  writeSequence,
} from '../../protocol/message.ts';

describe('messages', () => {
  test('a message is one printable line, whatever its length', () => {
    for (const payloadBytes of [2, 15, 16, 17, 64, 1000]) {
      const text = createMessage(payloadBytes, 7).toString('latin1');
      expect(text).toHaveLength(payloadBytes);
      expect(text).toMatch(/^[\x20-\x7e]+\n$/);
    }
  });

  test('sequence and connection can be read back', () => {
    const field = fc.nat({ max: 0xffff_ffff });
    fc.assert(
      fc.property(fc.integer({ min: HEADER_BYTES + 1, max: 500 }), field, field, (size, c, s) => {
        const message = createMessage(size, c);
        writeSequence(message, s);
        expect(readHeader(message)).toEqual({ connection: c, sequence: s });
        expect(readSequence(Buffer.concat([Buffer.alloc(3), message]), 3)).toBe(s);
      }),
    );
  });

  test('even one byte differs from message to message', () => {
    const message = createMessage(1, 0);
    const first = Buffer.from(message);
    writeSequence(message, 1);
    expect(message.equals(first)).toBe(false);
  });

  test('what is too short for a header, or no header of ours, has none', () => {
    expect(readHeader(createMessage(HEADER_BYTES, 3))).toBeNull();
    expect(readHeader(Buffer.from('this is no message of an echo load\n'))).toBeNull();
    expect(readSequence(createMessage(HEADER_BYTES, 3), 0)).toBe(-1);
    expect(readSequence(Buffer.from('this is no message of an echo load\n'), 0)).toBe(-1);
  });
});
