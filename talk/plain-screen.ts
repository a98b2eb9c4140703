import { createInterface } from 'node:readline';
import type { Screen, ScreenStreams } from './screen.ts';

/** For pipes and files: the server's words on the output and nothing else, ours on the errors. */
export function createPlainScreen({ input, output, errors }: ScreenStreams): Screen {
  const reader = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
  return {
    lines: reader[Symbol.asyncIterator](),
    isInteractive: false,
    abandoned: new Promise((resolve) => output.once('error', () => resolve('unread'))),
    show: (text) => output.write(text),
    aside: (sentence) => void errors.write(`${sentence}\n`),
    onceDrained: (goOn) => void output.once('drain', goOn),
    say: (sentence) => void errors.write(`${sentence}\n`),
    prompt: () => {},
    close: () => reader.close(),
  };
}
