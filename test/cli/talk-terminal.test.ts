import { describe, expect } from 'vitest';
import { testWith } from '../system-program.ts';
import { openTerminal } from './pseudo-terminal.ts';
import { listenTcp } from './talk-partners.ts';

const testOnTerminal = testWith('script', 'bsdutils');

const echo = (): Promise<string> => listenTcp((client) => void client.pipe(client));

describe('talk, on a terminal', () => {
  testOnTerminal('asks with a prompt, shows the reply, asks again; q quits: exit 0', async () => {
    const terminal = openTerminal(await echo());
    await terminal.shows(/connected: tcp:.* -> tcp:.*q quits/);
    await terminal.shows(/> /);
    terminal.type('hello\r');
    await terminal.shows(/hello\r+\n.*hello\r\n.*> /s);
    terminal.type('q\r');
    expect(await terminal.ended).toBe(0);
  });

  testOnTerminal('the line can be edited before it is sent', async () => {
    const terminal = openTerminal(await echo());
    await terminal.shows(/> /);
    terminal.type('helpX\x7f\x7flo\r');
    await terminal.shows(/[^X]hello\r\n/);
    terminal.type('q\r');
    expect(await terminal.ended).toBe(0);
  });

  testOnTerminal('Ctrl-C breaks it off: exit 130; Ctrl-D ends it: exit 0', async () => {
    for (const [key, code] of [
      ['\x03', 130],
      ['\x04', 0],
    ] as const) {
      const terminal = openTerminal(await echo());
      await terminal.shows(/> /);
      terminal.type(key);
      expect(await terminal.ended).toBe(code);
    }
  });

  testOnTerminal(
    'what comes while a line is typed is shown above it, and the line stays',
    async () => {
      let speak = (): void => {};
      const terminal = openTerminal(
        await listenTcp((client) => {
          speak = () => void client.write('news');
          client.on('data', (bytes) => client.end(bytes));
        }),
      );
      await terminal.shows(/> /);
      terminal.type('half');
      await terminal.shows(/half/);
      speak();
      await terminal.shows(/news\r\n.*> half/s);
      terminal.type(' and half\r');
      await terminal.shows(/half and half\r\n/);
      await terminal.shows(/the server hung up/);
      expect(await terminal.ended).toBe(0);
    },
  );

  testOnTerminal('control characters of a server are shown, not obeyed', async () => {
    const terminal = openTerminal(await listenTcp((client) => client.end('\x1b]0;root\x07\n')));
    const shown = await terminal.shows(/\\x1b\]0;root\\x07\r\n/);
    expect(shown).not.toContain('\x1b');
    expect(await terminal.ended).toBe(0);
  });
});
