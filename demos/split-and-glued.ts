import { type Claim, type Demo, figure, type Story } from './demo.ts';
import { measureSplitAndGlued, type SplitAndGluedValues } from './experiments/split-and-glued.ts';

export const splitAndGlued: Demo<SplitAndGluedValues> = {
  name: 'split-and-glued',
  summary: 'why one send is not one receive, and how messages are told apart all the same',
  intro:
    'A client sends over TCP: one large message, then many small ones, then a few words, then lines in odd pieces. The server waits until all has come, and receives.',
  measure: measureSplitAndGlued,
  tell,
  check,
};

function tell({ split, glued, partial, framed }: SplitAndGluedValues): Story {
  return {
    seen: [
      figure(`one send of ${split.sentBytes} bytes, received in`, split.received.join(' + ')),
      figure('the most that each receive asked for', split.bufferBytes),
      'One send, several receives: a receive returns at most what it asks for.',
      figure(`${glued.sends} sends of ${glued.bytesEach} bytes, received in`, glued.receivedBytes),
      'Several sends, one receive: the bytes stand in one queue, and nothing marks where a send ended.',
      figure(`sent "${partial.sent}", asked for ${partial.askedBytes}`, quote(partial.first)),
      figure('the next receive returned', quote(partial.second)),
      'What was not asked for is not lost. It stays queued for the next receive.',
      figure('lines sent in the pieces', framed.pieces.map(quote).join(' ')),
      figure('a reader of lines made of them', framed.lines.map(quote).join(' ')),
    ],
    lesson:
      'TCP carries a stream of bytes and knows no messages. A receive returns some bytes, at least one and at most as many as asked, wherever the sends began and ended.',
    cure: 'Say in the bytes themselves where a message ends: a line feed, or its length in front. Receive in a loop until a whole message has come, and keep what is left for the next one.',
  };
}

function check({ split, glued, partial, framed }: SplitAndGluedValues): Claim[] {
  const total = split.received.reduce((sum, bytes) => sum + bytes, 0);
  return [
    {
      claim: 'one send takes several receives, and nothing is lost',
      holds: split.received.length > 1 && total === split.sentBytes,
    },
    {
      claim: 'no receive returns more than was asked',
      holds: split.received.every((bytes) => bytes <= split.bufferBytes),
    },
    {
      claim: 'one receive takes several sends',
      holds: glued.receivedBytes === glued.sends * glued.bytesEach,
    },
    {
      claim: 'the rest stays queued',
      holds:
        partial.first.length === partial.askedBytes &&
        partial.first + partial.second === partial.sent,
    },
    {
      claim: 'lines come out whole, however they were cut',
      holds: framed.lines.join('\n') === framed.pieces.join('').trimEnd(),
    },
  ];
}

function quote(text: string): string {
  return JSON.stringify(text);
}
