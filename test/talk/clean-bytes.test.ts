import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createByteCleaner } from '../../talk/clean-bytes.ts';

function cleanAll(...pieces: readonly (string | Buffer)[]): string {
  const clean = createByteCleaner();
  return pieces.map((piece) => clean(Buffer.from(piece as string))).join('');
}

describe('what a server sent', () => {
  test.each([
    ['an escape sequence', '\x1b[2Jgone', '\\x1b[2Jgone'],
    ['a title', '\x1b]0;root\x07', '\\x1b]0;root\\x07'],
    ['one byte that some terminals obey', '\x9b2J', '\\x9b2J'],
    ['a turn of direction', 'abc\u202etxt', 'abc\\u{202e}txt'],
    ['a mark that is not seen', 'a\u200bb', 'a\\u{200b}b'],
    ['a return without a line feed', 'fine\rbad', 'fine\\x0dbad'],
    ['a NUL and a backspace', 'a\0b\b', 'a\\x00b\\x08'],
    ['line feeds and tabs', 'a\tb\nc\r\n', 'a\tb\nc\n'],
    ['letters of all the world', 'Grüße, 你好, 👍', 'Grüße, 你好, 👍'],
  ])('%s is shown as what it is', (_what, sent, shown) => {
    expect(cleanAll(sent)).toBe(shown);
  });

  test('a letter that comes in two pieces is one letter', () => {
    const bytes = Buffer.from('你好');
    expect(cleanAll(bytes.subarray(0, 4), bytes.subarray(4))).toBe('你好');
  });

  test('a line end that comes in two pieces is one line end', () => {
    expect(cleanAll('a\r', '\nb')).toBe('a\nb');
    expect(cleanAll('a\r', 'b')).toBe('a\\x0db');
  });

  test('bytes that are no text are marked', () => {
    expect(cleanAll(Buffer.from([0x61, 0xff, 0xfe, 0x62]))).toBe('a\ufffd\ufffdb');
  });

  test('nothing that a terminal obeys ever gets through, however it is cut', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 6 }), (pieces) => {
        const shown = cleanAll(...pieces.map((piece) => Buffer.from(piece)));
        expect(shown.replaceAll(/[\n\t]/g, '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      }),
    );
  });
});
