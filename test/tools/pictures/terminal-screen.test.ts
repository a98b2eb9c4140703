import { describe, expect, test } from 'vitest';
import { readScreen } from '../../../tools/pictures/terminal-screen.ts';

const textOf = (output: string): readonly string[] =>
  readScreen(output).map((spans) =>
    spans.reduce((line, { column, text }) => line.padEnd(column) + text, ''),
  );

describe('the screen of a terminal', () => {
  test('has a line below for each new line, and none for empty ones at the end', () => {
    expect(textOf('one\r\n\r\nthree\r\n\r\n')).toEqual(['one', '', 'three']);
  });

  test('shows what was written last where a live line was drawn again', () => {
    expect(textOf('warm-up 1\r\u001b[2Kmeasure 22\r\u001b[2K\u001b[Gdone\r\n')).toEqual(['done']);
    expect(textOf('a\r\nb\r\n\u001b[1A\u001b[2Kc\r\n')).toEqual(['a', 'c']);
    expect(textOf('abcdef\u001b[4G\u001b[K')).toEqual(['abc']);
    expect(textOf('a\r\nb\r\nc\u001b[2A\u001b[J')).toEqual(['a']);
  });

  test('leaves out what is told to the terminal and not shown', () => {
    expect(textOf('\u001b[?25l\u001b]0;title\u0007a\u001b7b\u001b[?25h')).toEqual(['ab']);
  });

  test('keeps colour and weight until they change', () => {
    const [line] = readScreen('plain \u001b[1;32mgood\u001b[22m still\u001b[39m end');
    expect(
      line?.map(({ column, text, style }) => [column, text, style.color, style.isBold]),
    ).toEqual([
      [0, 'plain ', null, false],
      [6, 'good', 'green', true],
      [10, ' still', 'green', false],
      [16, ' end', null, false],
    ]);
  });

  test('counts a sign of two code units as one', () => {
    expect(readScreen('𝄞\u001b[1mb')[0]?.[1]?.column).toBe(1);
  });
});
