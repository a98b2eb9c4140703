import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FrameCutter } from '../../../loadgen/chat/frame-cutter.ts';
import { encodeChatMessage } from '../../../protocol/chat/chat-reader.ts';

function cut(chunks: readonly Buffer[]): string[] {
  const cutter = new FrameCutter();
  const messages: string[] = [];
  const reused = Buffer.alloc(4096);
  for (const chunk of chunks) {
    chunk.copy(reused);
    cutter.feed(reused, chunk.length);
    while (cutter.next()) messages.push(cutter.bytes.toString('utf8', cutter.start, cutter.end));
    reused.fill(0xff); // what is not copied by now is gone
  }
  return messages;
}

test('frames come out whole, however the stream is cut', () => {
  const message = fc.string({ maxLength: 40 });
  fc.assert(
    fc.property(fc.array(message, { maxLength: 8 }), fc.array(fc.nat(300)), (messages, cuts) => {
      const stream = Buffer.concat(messages.map((text) => encodeChatMessage(text, 'frames')));
      const at = [0, ...cuts.filter((cut) => cut < stream.length).sort((a, b) => a - b)];
      const chunks = at.map((start, i) => stream.subarray(start, at[i + 1] ?? stream.length));
      expect(cut(chunks)).toEqual(messages);
    }),
  );
});

test('what begins no frame is refused with its length', () => {
  const cutter = new FrameCutter();
  cutter.feed(Buffer.from('HTTP/1.1 400'), 12);
  expect(() => cutter.next()).toThrow('a frame of 1213486160 bytes began');
});
