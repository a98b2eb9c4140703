/**
 * The messages of an echo load. Each is printable and ends with a line feed, so that line-based
 * echo servers can be measured too:
 *
 *     sequence (8 hex digits, least significant first) | connection (the same) | filler | \n
 *
 * A payload too short for all of it keeps the front: even one byte changes from message to message.
 */
const FIELD_BYTES = 8;
export const HEADER_BYTES = 2 * FIELD_BYTES;
const LINE_FEED = 0x0a;
const HEX = Buffer.from('0123456789abcdef', 'latin1');
/** By byte; -1 for what is no digit. */
const DIGIT_VALUES = Int8Array.from({ length: 256 }, (_, byte) => HEX.indexOf(byte));
const FILLER = Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWXYZghijklmnopqrstuvwxyz-_', 'latin1');

/** A message with sequence 0 of a connection; `writeSequence` makes the others out of it. */
export function createMessage(payloadBytes: number, connection: number): Buffer {
  const message = Buffer.allocUnsafeSlow(payloadBytes);
  for (let i = HEADER_BYTES; i < payloadBytes; i += 1) {
    message[i] = FILLER[(i + connection) % FILLER.length] ?? 0;
  }
  writeField(message, FIELD_BYTES, connection, fieldsEnd(payloadBytes));
  writeField(message, 0, 0, fieldsEnd(payloadBytes));
  if (payloadBytes > 1) message[payloadBytes - 1] = LINE_FEED;
  return message;
}

/** `start` and `payloadBytes` say where in `message` it lies, when it is not all of it. */
export function writeSequence(
  message: Buffer,
  sequence: number,
  start = 0,
  payloadBytes: number = message.length,
): void {
  writeField(message, start, sequence, start + fieldsEnd(payloadBytes));
}

/** The line feed of a short message must stay. */
function fieldsEnd(payloadBytes: number): number {
  return payloadBytes > 1 ? payloadBytes - 1 : payloadBytes;
}

function writeField(message: Buffer, offset: number, value: number, fieldsEnd: number): void {
  const end = Math.min(offset + FIELD_BYTES, fieldsEnd);
  let rest = value;
  for (let i = offset; i < end; i += 1) {
    message[i] = HEX[rest & 15] ?? 0;
    rest >>>= 4;
  }
}

/** The sequence of the message that starts at `start`, or -1 when there is none. */
export function readSequence(message: Buffer, start: number): number {
  return message.length - start <= HEADER_BYTES ? -1 : readField(message, start);
}

/** Sequence and connection of a whole message, or null when its header is not one of ours. */
export function readHeader(message: Buffer): { sequence: number; connection: number } | null {
  if (message.length <= HEADER_BYTES) return null;
  const sequence = readField(message, 0);
  const connection = readField(message, FIELD_BYTES);
  return sequence < 0 || connection < 0 ? null : { sequence, connection };
}

/** -1 where a digit is none of ours. */
function readField(message: Buffer, offset: number): number {
  let value = 0;
  for (let i = FIELD_BYTES - 1; i >= 0; i -= 1) {
    const digit = DIGIT_VALUES[message[offset + i] ?? 0] ?? -1;
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  return value;
}
