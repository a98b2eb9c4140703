import { CHAT_MESSAGE_MAX_BYTES } from '../../protocol/chat/chat-reader.ts';

const LENGTH_BYTES = 4;
const NOTHING = Buffer.alloc(0);

/**
 * Cuts what a chat server sends into frames without making anything of them: where a whole frame
 * lies in what was fed, there it is read. Only a frame that comes in pieces is copied.
 */
export class FrameCutter {
  /** The message that `next` found: `bytes[start..end]`, until more is fed. */
  bytes: Buffer = NOTHING;
  start = 0;
  end = 0;
  /** A frame's beginning, from an earlier chunk. */
  #rest: Buffer = NOTHING;
  #length = 0;
  #offset = 0;

  /** Takes the first `length` bytes of a chunk, once all frames before are read. */
  feed(chunk: Buffer, length: number): void {
    const isWhole = this.#rest.length === 0;
    this.bytes = isWhole ? chunk : Buffer.concat([this.#rest, chunk.subarray(0, length)]);
    this.#length = isWhole ? length : this.bytes.length;
    this.#offset = 0;
    this.#rest = NOTHING;
  }

  /** False when no whole frame is left. Throws a `RangeError` where none can begin. */
  next(): boolean {
    const left = this.#length - this.#offset;
    if (left >= LENGTH_BYTES) {
      const messageBytes = this.bytes.readUInt32BE(this.#offset);
      if (messageBytes > CHAT_MESSAGE_MAX_BYTES) {
        throw new RangeError(`a frame of ${messageBytes} bytes began`);
      }
      if (left >= LENGTH_BYTES + messageBytes) {
        this.start = this.#offset + LENGTH_BYTES;
        this.end = this.start + messageBytes;
        this.#offset = this.end;
        return true;
      }
    }
    // The chunk's memory is used again as soon as this is left.
    if (left > 0) this.#rest = Buffer.from(this.bytes.subarray(this.#offset, this.#length));
    this.#offset = this.#length;
    return false;
  }
}
