import { clearScreenDown, createInterface, cursorTo, moveCursor } from 'node:readline';
import { styleText } from 'node:util';
import type { Screen, ScreenStreams } from './screen.ts';

/** A line that the server has not ended is shown after so long without more of it. */
const QUIET_MS = 50;
const UNFINISHED_MAX = 65_536;

/** A prompt, and a line that can be edited; what is said comes above it, in whole lines. */
export function createTerminalScreen({ input, output }: ScreenStreams): Screen {
  const reader = createInterface({ input, output, prompt: '> ', terminal: true });
  const lines = reader[Symbol.asyncIterator]();
  const abandoned = Promise.withResolvers<'interrupted' | 'unread'>();
  let isPrompting = false;
  let unfinished = '';
  let quiet: NodeJS.Timeout | undefined;
  reader.on('line', () => {
    isPrompting = false;
  });
  reader.on('SIGINT', () => abandoned.resolve('interrupted'));
  output.once('error', () => abandoned.resolve('unread'));

  function print(text: string): boolean {
    // Whatever is being typed stands there, in as many rows as it takes.
    moveCursor(output, 0, -reader.getCursorPos().rows);
    cursorTo(output, 0);
    clearScreenDown(output);
    const isTaken = output.write(text);
    if (isPrompting) reader.prompt(true);
    return isTaken;
  }

  function flush(): void {
    clearTimeout(quiet);
    const text = unfinished;
    unfinished = '';
    if (text !== '') print(`${text}\n`);
  }

  return {
    lines,
    isInteractive: true,
    abandoned: abandoned.promise,
    show(text) {
      clearTimeout(quiet);
      const all = unfinished + text;
      const end = all.length > UNFINISHED_MAX ? all.length : all.lastIndexOf('\n') + 1;
      unfinished = all.slice(end);
      if (unfinished !== '') quiet = setTimeout(flush, QUIET_MS);
      return end === 0 || print(all.slice(0, end));
    },
    aside(sentence) {
      flush();
      print(`${styleText('dim', sentence, { stream: output })}\n`);
    },
    onceDrained: (goOn) => void output.once('drain', goOn),
    say(sentence) {
      flush();
      print(`${sentence}\n`);
    },
    prompt() {
      flush();
      isPrompting = true;
      reader.prompt(true);
    },
    close() {
      flush();
      if (isPrompting) output.write('\n');
      isPrompting = false;
      reader.close();
    },
  };
}
