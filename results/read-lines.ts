import type { FileHandle } from 'node:fs/promises';

export interface Line {
  /** From 1. */
  readonly number: number;
  /** Null for a line longer than the limit; its bytes were skipped. */
  readonly text: string | null;
  /** False for a last line without its newline: whoever wrote it was cut off. */
  readonly ended: boolean;
}

const CHUNK_BYTES = 1 << 16;
const NEWLINE = 0x0a;

/** The lines of a file, one in memory at a time, each at most `maxLineBytes` long. */
export async function* readLines(file: FileHandle, maxLineBytes: number): AsyncGenerator<Line> {
  const chunk = Buffer.alloc(CHUNK_BYTES);
  let parts: Buffer[] = [];
  let length = 0;
  let number = 1;
  const keep = (bytes: Buffer) => {
    length += bytes.length;
    if (length <= maxLineBytes) parts.push(Buffer.from(bytes));
    else parts = [];
  };
  const take = (ended: boolean): Line => {
    const text = length > maxLineBytes ? null : Buffer.concat(parts).toString('utf8');
    parts = [];
    length = 0;
    return { number: number++, text, ended };
  };
  for (;;) {
    const { bytesRead } = await file.read(chunk, 0, CHUNK_BYTES, null);
    if (bytesRead === 0) break;
    let start = 0;
    for (;;) {
      const end = chunk.subarray(0, bytesRead).indexOf(NEWLINE, start);
      if (end === -1) break;
      keep(chunk.subarray(start, end));
      yield take(true);
      start = end + 1;
    }
    keep(chunk.subarray(start, bytesRead));
  }
  if (length > 0) yield take(false);
}
