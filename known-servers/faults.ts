import { readHeader } from '../protocol/message.ts';
import type { Converse } from './converse.ts';
import { wholeMessages } from './whole-messages.ts';

/** Reads, and never says a word. */
export const mute: Converse = () => () => {};

/** Flips a bit in the answer to message `faulty` of connection 1; all else is echoed. */
export function corrupting(messageBytes: number, faulty: number): Converse {
  return (answer) =>
    wholeMessages(messageBytes, (message, number) => {
      const told = Buffer.from(message);
      const at = messageBytes >> 1;
      if (isFaulty(message, number, faulty)) told[at] = (told[at] ?? 0) ^ 1;
      answer(told, 0, told.length);
    });
}

/** Answers message `faulty` of connection 1 twice. */
export function duplicating(messageBytes: number, faulty: number): Converse {
  return (answer) =>
    wholeMessages(messageBytes, (message, number) => {
      const twice = isFaulty(message, number, faulty);
      const told = twice ? Buffer.concat([message, message]) : message;
      answer(told, 0, told.length);
    });
}

/** Never answers message `faulty` of connection 1, nor notices that it does not. */
export function swallowing(messageBytes: number, faulty: number): Converse {
  return (answer) =>
    wholeMessages(messageBytes, (message, number) => {
      if (!isFaulty(message, number, faulty)) answer(message, 0, message.length);
    });
}

function isFaulty(message: Buffer, number: number, faulty: number): boolean {
  return number === faulty && readHeader(message)?.connection === 1;
}
