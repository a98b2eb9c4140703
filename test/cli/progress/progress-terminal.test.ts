import { stripVTControlCharacters } from 'node:util';
import { describe, expect } from 'vitest';
import { visibleWidth } from '../../../reports/text/wrap-text.ts';
import { testWith } from '../../system-program.ts';
import { openOnTerminal } from '../pseudo-terminal.ts';

const testOnTerminal = testWith('script', 'bsdutils');
const SHORT = ['load', 'event-loop', '-c', '4', '-d', '1s', '--warmup', '200ms'];

const ESCAPE = '\u001b';

describe('a load on a terminal', () => {
  testOnTerminal(
    'is seen as it goes, in a narrow window too, and leaves its result alone',
    async () => {
      const terminal = openOnTerminal([...SHORT, '-d', '2s'], 40);
      await terminal.shows(/event-loop/);
      await terminal.shows(/measuring \d\.\d of 2\.0 s/);
      await terminal.shows(/ k?\/s.*p50 .*p99 /s);
      await terminal.shows(/server \d+ % CPU/);
      await terminal.shows(/response time/);
      expect([0, 3]).toContain(await terminal.ended);
      const written = terminal.written();
      expect(written).toContain(`${ESCAPE}[1m`);
      for (const line of stripVTControlCharacters(written).split(/[\r\n]+/)) {
        expect(visibleWidth(line), line).toBeLessThanOrEqual(40);
      }
      // What was live is erased before the result is written.
      const result = written.slice(written.lastIndexOf(`${ESCAPE}[2K`));
      expect(stripVTControlCharacters(result)).toMatch(/^\s*event-loop \(echo\)/);
      expect(result).not.toMatch(/measuring| left/);
    },
  );

  testOnTerminal('without colours has none, and with --quiet shows the result alone', async () => {
    const terminal = openOnTerminal([...SHORT, '--quiet'], 80, { NO_COLOR: '1' });
    expect([0, 3]).toContain(await terminal.ended);
    expect(terminal.written()).toMatch(/^event-loop \(echo\): conversation/);
    expect(terminal.written()).not.toContain(ESCAPE);
  });

  testOnTerminal('of a dumb terminal is plain ASCII', async () => {
    const terminal = openOnTerminal(SHORT, 80, { TERM: 'dumb' });
    expect([0, 3]).toContain(await terminal.ended);
    expect(terminal.written()).toMatch(/ us - .*#+ /);
    expect(terminal.written()).not.toMatch(/\P{ASCII}/u);
    expect(terminal.written()).not.toContain(ESCAPE);
  });
});
