import type { Receive } from './converse.ts';

/** `number` counts the messages of its connection, from 1. */
export type React = (message: Buffer, number: number) => void;

/** Cuts the stream into messages of a known length. */
export function wholeMessages(messageBytes: number, react: React): Receive {
  let rest = Buffer.alloc(0);
  let number = 0;
  return (bytes, count) => {
    const fresh = bytes.subarray(0, count);
    const all = rest.length === 0 ? fresh : Buffer.concat([rest, fresh]);
    let start = 0;
    for (; all.length - start >= messageBytes; start += messageBytes) {
      number += 1;
      react(all.subarray(start, start + messageBytes), number);
    }
    // What stays must be its own: the server reads into the same memory again.
    rest = Buffer.from(all.subarray(start));
  };
}
