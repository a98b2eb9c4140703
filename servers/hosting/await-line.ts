import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';

/** Of a line that has not come to its end, more is not kept: a program may never end one. */
const LINE_MAX_CHARS = 65_536;

/** Resolves with the first line on any of the streams that matches; never, when none does. */
export function awaitLine(streams: readonly Readable[], pattern: RegExp): Promise<RegExpExecArray> {
  const { promise, resolve } = Promise.withResolvers<RegExpExecArray>();
  const ends = streams.map((stream) =>
    listenForLines(stream, (line) => {
      const match = pattern.exec(line);
      if (match === null) return;
      for (const end of ends) end();
      resolve(match);
    }),
  );
  return promise;
}

/** Gives the call that ends it. The stream flows on: a program must never wait for us to read. */
function listenForLines(stream: Readable, take: (line: string) => void): () => void {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  const read = (chunk: Buffer): void => {
    const lines = (rest + decoder.write(chunk)).split(/\r?\n/);
    rest = (lines.pop() ?? '').slice(0, LINE_MAX_CHARS);
    for (const line of lines) take(line);
  };
  stream.on('data', read);
  return () => {
    stream.off('data', read);
    stream.resume();
  };
}
