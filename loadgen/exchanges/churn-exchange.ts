import { createMessage, writeSequence } from '../../protocol/message.ts';
import { ReplyVerifier, type WrongReply } from '../../protocol/reply-verifier.ts';
import type { Exchange } from './exchange.ts';

/** One message and its echo. */
export function createChurnExchange(payloadBytes: number, connection: number): Exchange {
  const request = createMessage(payloadBytes, connection);
  writeSequence(request, 0);
  const verifier = new ReplyVerifier(payloadBytes, connection);
  let wrong: { kind: WrongReply; message: string } | null = null;

  function refuse(chunk: Buffer, start: number, end: number): 'refused' {
    const kind = verifier.explain(chunk, start, end);
    const heard = JSON.stringify(chunk.toString('latin1', start, Math.min(end, start + 40)));
    wrong = { kind, message: `connection ${connection}: a ${kind} reply came: ${heard}` };
    return 'refused';
  }

  return {
    request,
    receive(chunk, length) {
      const next = verifier.take(chunk, 0, length);
      if (next < 0) return refuse(chunk, 0, length);
      if (next < length) return refuse(chunk, next, length);
      return verifier.sequence === 1 ? 'done' : 'more';
    },
    endOfStream: () => 'early',
    explain: () => wrong ?? { kind: 'corrupt', message: 'nothing was refused' },
  };
}
