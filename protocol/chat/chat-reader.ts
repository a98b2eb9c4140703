/**
 * How chat messages lie in the stream, either way:
 *
 * - `lines`: UTF-8 up to a line feed (a carriage return before it does not count): what a person
 *   types into telnet;
 * - `frames`: the length of the message in bytes, 4 bytes with the most significant first, then the
 *   message: what a program sends.
 *
 * The first byte of a connection tells: a frame's is 0, because none is as long as 2^24, and no
 * line begins with a 0.
 */
export type ChatForm = 'lines' | 'frames';

/** Longest message, bytes; longer ones end the connection, so that nobody fills the memory. */
export const CHAT_MESSAGE_MAX_BYTES = 65_535;

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const LENGTH_BYTES = 4;
/**
 * Characters that could steer the terminal of whoever reads a line, end it, or turn its direction so
 * that it reads as another (Unicode Bidirectional Algorithm, UAX #9, 2.4 to 2.6).
 */
const STEERS = /(?!\t)[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu;

/** Cuts a stream into messages, in whatever pieces it comes. */
export class ChatReader {
  /** Null until the first byte came. */
  form: ChatForm | null = null;
  #rest: Buffer = Buffer.alloc(0);

  /** The messages that are whole now. Throws a `RangeError` when one is too long. */
  push(chunk: Uint8Array): string[] {
    const fresh = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    this.#rest = this.#rest.length === 0 ? fresh : Buffer.concat([this.#rest, fresh]);
    if (this.#rest.length === 0) return [];
    this.form ??= this.#rest[0] === 0 ? 'frames' : 'lines';
    const messages = this.form === 'lines' ? this.#takeLines() : this.#takeFrames();
    // The chunk's memory may be used again as soon as this returns.
    this.#rest = this.#rest.length === 0 ? Buffer.alloc(0) : Buffer.from(this.#rest);
    return messages;
  }

  #takeLines(): string[] {
    const lines: string[] = [];
    for (;;) {
      const end = this.#rest.indexOf(LINE_FEED);
      checkLength(end < 0 ? this.#rest.length : end);
      if (end < 0) return lines;
      const isReturn = this.#rest[end - 1] === CARRIAGE_RETURN;
      lines.push(this.#rest.toString('utf8', 0, isReturn ? end - 1 : end));
      this.#rest = this.#rest.subarray(end + 1);
    }
  }

  #takeFrames(): string[] {
    const frames: string[] = [];
    while (this.#rest.length >= LENGTH_BYTES) {
      const end = LENGTH_BYTES + checkLength(this.#rest.readUInt32BE(0));
      if (this.#rest.length < end) break;
      frames.push(this.#rest.toString('utf8', LENGTH_BYTES, end));
      this.#rest = this.#rest.subarray(end);
    }
    return frames;
  }
}

/** The bytes of one message. A line is cleaned of what would end it or steer a terminal. */
export function encodeChatMessage(message: string, form: ChatForm): Buffer {
  if (form === 'lines') return Buffer.from(`${message.replace(STEERS, ' ')}\n`);
  const bytes = Buffer.byteLength(message);
  const frame = Buffer.allocUnsafe(LENGTH_BYTES + bytes);
  frame.writeUInt32BE(bytes, 0);
  frame.write(message, LENGTH_BYTES);
  return frame;
}

function checkLength(bytes: number): number {
  if (bytes <= CHAT_MESSAGE_MAX_BYTES) return bytes;
  throw new RangeError(
    `a chat message of more than ${CHAT_MESSAGE_MAX_BYTES} bytes: say it in several`,
  );
}
