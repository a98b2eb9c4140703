import { errno } from './errno.ts';
import type { Socket } from './socket.ts';
import { SocketError } from './socket-error.ts';

const CHUNK_BYTES = 8192;
const LINE_MAX_BYTES = 65_536;
const READ_MAX_BYTES = 1 << 30;
const LINE_FEED = 10;

/**
 * A stream socket as a file: exact counts and lines. It blocks like its socket, and it reads ahead,
 * so mixing it with `receive` loses bytes. Closing the socket is the socket's owner's business.
 */
export class SocketFile {
  readonly #socket: Socket;
  readonly #chunk = new Uint8Array(CHUNK_BYTES);
  /** The bytes that were received and not yet read: `#chunk[#start..#end]`. */
  #start = 0;
  #end = 0;

  constructor(socket: Socket) {
    this.#socket = socket;
  }

  /** Exactly `bytes` bytes; fewer only where the stream ends. */
  read(bytes: number): Uint8Array {
    if (!Number.isInteger(bytes) || bytes < 0 || bytes > READ_MAX_BYTES)
      throw new RangeError(`read of ${bytes} bytes: it must be 0 to ${READ_MAX_BYTES}`);
    const pieces: Uint8Array[] = [];
    let missing = bytes;
    while (missing > 0 && this.#fill()) {
      const piece = this.#take(Math.min(missing, this.#end - this.#start));
      pieces.push(piece);
      missing -= piece.length;
    }
    return Buffer.concat(pieces);
  }

  /**
   * The next line with its line feed, as UTF-8; without one where the stream ends inside it, and
   * `null` where it has ended. A line longer than `maxBytes` throws EMSGSIZE.
   */
  readLine(maxBytes = LINE_MAX_BYTES): string | null {
    const pieces: Uint8Array[] = [];
    let length = 0;
    while (this.#fill()) {
      const lineFeed = this.#chunk.subarray(this.#start, this.#end).indexOf(LINE_FEED);
      const piece = this.#take(lineFeed === -1 ? this.#end - this.#start : lineFeed + 1);
      length += piece.length;
      if (length > maxBytes) throw tooLong(maxBytes);
      pieces.push(piece);
      if (lineFeed !== -1) break;
    }
    return length === 0 ? null : Buffer.concat(pieces).toString();
  }

  /** Sends all of it at once; text as UTF-8. */
  write(data: Uint8Array | string): void {
    this.#socket.sendAll(typeof data === 'string' ? Buffer.from(data) : data);
  }

  /** Whether there are bytes to take; waits for some. */
  #fill(): boolean {
    if (this.#start < this.#end) return true;
    this.#start = 0;
    this.#end = 0;
    this.#end = this.#socket.receive(this.#chunk);
    return this.#end > 0;
  }

  #take(bytes: number): Uint8Array {
    const piece = this.#chunk.slice(this.#start, this.#start + bytes);
    this.#start += bytes;
    return piece;
  }
}

function tooLong(maxBytes: number): SocketError {
  return new SocketError(`readLine: the line is longer than ${maxBytes} bytes`, {
    code: 'EMSGSIZE',
    errno: errno.EMSGSIZE,
    syscall: 'readLine',
  });
}
