import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished } from 'vitest';
import { testWith } from '../system-program.ts';
import { listenTcp } from './talk-partners.ts';

const MAIN = fileURLToPath(new URL('../../bin/echosounder.js', import.meta.url));
const testOnTerminal = testWith('script', 'bsdutils');

interface Terminal {
  type(keys: string): void;
  /** Resolves when what stands on the terminal since the last look matches. */
  shows(pattern: RegExp): Promise<string>;
  readonly ended: Promise<number | null>;
}

/** `echosounder talk` on a pseudo-terminal, as `script` makes one. */
function openTerminal(target: string): Terminal {
  const command = `'${process.execPath}' '${MAIN}' talk ${target}`;
  const child = spawn('script', ['-qec', command, '/dev/null'], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, TERM: 'xterm' },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let unseen = '';
  let look = (): void => {};
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    unseen += text;
    look();
  });
  const ended = once(child, 'close').then(([code]) => (typeof code === 'number' ? code : null));
  return {
    type: (keys) => void child.stdin.write(keys),
    shows: (pattern) =>
      new Promise((resolve, reject) => {
        look = () => {
          const match = pattern.exec(unseen);
          if (match === null) return;
          unseen = unseen.slice(match.index + match[0].length);
          look = () => {};
          resolve(match[0]);
        };
        look();
        void ended.then(() => reject(new Error(`it never showed ${pattern}: ${unseen}`)));
      }),
    ended,
  };
}

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
