import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  CHAT_MESSAGE_MAX_BYTES,
  ChatReader,
  encodeChatMessage,
} from '../../../protocol/chat/chat-reader.ts';

/** What a person can type. */
const line = fc
  .string({ unit: 'grapheme' })
  .map((text) => text.replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu, ' '));

describe('the chat reader', () => {
  test('gives the lines that were written, however the stream was split', () => {
    const written = fc.array(
      line.filter((text) => text !== ''),
      { minLength: 1 },
    );
    fc.assert(
      fc.property(written, fc.integer({ min: 1, max: 9 }), (lines, step) => {
        const stream = Buffer.concat(lines.map((text) => encodeChatMessage(text, 'lines')));
        expect(readInSteps(stream, step)).toEqual(lines);
      }),
    );
  });

  test('gives the frames that were written, whatever is in them, however the stream was split', () => {
    const written = fc.array(fc.string({ unit: 'binary' }), { minLength: 1 });
    fc.assert(
      fc.property(written, fc.integer({ min: 1, max: 9 }), (frames, step) => {
        const whole = frames.map((text) => Buffer.from(text).toString());
        const stream = Buffer.concat(whole.map((text) => encodeChatMessage(text, 'frames')));
        expect(readInSteps(stream, step)).toEqual(whole);
      }),
    );
  });

  test('keeps what is not whole yet apart from the memory it came in', () => {
    const reader = new ChatReader();
    const chunk = Buffer.from('half a ');
    expect(reader.push(chunk)).toEqual([]);
    chunk.fill('x');
    expect(reader.push(Buffer.from('line\n'))).toEqual(['half a line']);
  });

  test('takes a carriage return before the line feed for part of the end, as telnet sends it', () => {
    expect(new ChatReader().push(Buffer.from('one\r\ntwo\n'))).toEqual(['one', 'two']);
  });

  test.each([
    ['a line without end', Buffer.alloc(CHAT_MESSAGE_MAX_BYTES + 1, 'x')],
    ['a frame that says it is long', Buffer.from([0, 1, 0, 0])],
  ])('refuses %s before it is in memory', (_what, stream) => {
    expect(() => new ChatReader().push(stream)).toThrow(/more than 65535 bytes: say it in several/);
  });

  test('the longest message that is allowed is read', () => {
    const longest = 'x'.repeat(CHAT_MESSAGE_MAX_BYTES);
    for (const form of ['lines', 'frames'] as const) {
      expect(new ChatReader().push(encodeChatMessage(longest, form))).toEqual([longest]);
    }
  });
});

test('a line that is shown to a person cannot steer the terminal, nor pretend to be two', () => {
  const bytes = encodeChatMessage('SAID eve 1 \u001b[2Jgone\r\nSAID bob 1 \u009b1mno', 'lines');
  expect(String(bytes)).toBe('SAID eve 1  [2Jgone  SAID bob 1  1mno\n');
});

test('a line that is shown to a person reads from left to right, and is one line', () => {
  const bytes = encodeChatMessage('SAID eve 1 \u202eevil\u2066 two\u2028lines\ttab', 'lines');
  expect(String(bytes)).toBe('SAID eve 1  evil  two lines\ttab\n');
});

function readInSteps(stream: Buffer, step: number): string[] {
  const reader = new ChatReader();
  const messages: string[] = [];
  for (let at = 0; at < stream.length; at += step) {
    messages.push(...reader.push(stream.subarray(at, at + step)));
  }
  return messages;
}
