import { describe, expect, test } from 'vitest';
import { inAscii, showsUnicode } from '../../../cli/output/ascii.ts';
import { drawBar } from '../../../reports/text/bars.ts';

describe('what reads our text shows more than ASCII', () => {
  test.each([
    [{ TERM: 'xterm', LANG: 'en_GB.UTF-8' }, true],
    [{ TERM: 'xterm', LANG: 'C.utf8' }, true],
    [{ TERM: 'xterm' }, true],
    [{ TERM: 'xterm', LANG: 'C' }, false],
    [{ TERM: 'xterm', LC_ALL: 'de_DE@euro', LANG: 'de_DE.UTF-8' }, false],
    [{ TERM: 'xterm', LC_ALL: '', LANG: 'de_DE.UTF-8' }, true],
    [{ TERM: 'dumb', LANG: 'C.UTF-8' }, false],
    [{ TERM: 'linux', LANG: 'C.UTF-8' }, false],
  ])('%o: %s', (env, shows) => {
    expect(showsUnicode(env)).toBe(shows);
  });
});

describe('a text in ASCII', () => {
  test('is as long as it was, so that columns stay where they are', () => {
    const text = '→ 64 k ±1.6 % – 736 µs │ ● ≥ naïve …';
    expect(inAscii(text)).toBe('> 64 k ~1.6 % - 736 us | * > na?ve ~');
    expect([...inAscii(text)]).toHaveLength([...text].length);
  });

  test('has plots whose limits and ends are told apart', () => {
    expect(inAscii('◄──●│─┊┊─┤►')).toBe('<--*|-::-+>');
  });

  test('has bars that still differ in length', () => {
    const lengths = [0.1, 0.5, 1].map((share) => inAscii(drawBar(share, 10)).length);
    expect(lengths).toEqual([1, 5, 10]);
    expect(inAscii(drawBar(1, 3))).toBe('###');
    expect(inAscii(drawBar(0.0001, 3))).toBe('.');
  });
});
