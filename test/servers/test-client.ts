import { once } from 'node:events';
import type { Socket } from 'node:net';
import { connect } from 'node:net';
import type { Address } from '../../protocol/address.ts';

/** A client for tests: plain `node:net`, nothing of the load generator. */
export async function dial(address: Address): Promise<Socket> {
  const socket = connect({ ...target(address), allowHalfOpen: true, noDelay: true });
  socket.on('error', () => {}); // whoever awaits something learns of it through `close`
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', reject);
  });
  return socket;
}

export function target(address: Address): { path: string } | { host: string; port: number } {
  return address.transport === 'unix'
    ? { path: address.path }
    : { host: address.host, port: address.port };
}

/** The next `length` bytes; rejects when the stream ends or breaks before. */
export function readExactly(socket: Socket, length: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let received = 0;
    const onData = (chunk: Buffer) => {
      chunks.push(chunk);
      received += chunk.length;
      if (received >= length) finish();
    };
    const onEnd = () => finish(new Error(`the stream ended after ${received} of ${length} bytes`));
    const finish = (error?: Error) => {
      socket.off('data', onData).off('end', onEnd).off('close', onEnd);
      socket.pause();
      if (error === undefined) resolve(Buffer.concat(chunks));
      else reject(error);
    };
    socket.on('data', onData).on('end', onEnd).on('close', onEnd);
    socket.resume();
  });
}

/** Everything until the server ends its side; then closes. Rejects when the connection breaks. */
export async function readToEnd(socket: Socket): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(chunk);
  socket.destroy();
  return Buffer.concat(chunks);
}

/** Everything until the connection ends, in good order or not. */
export async function readUntilBroken(socket: Socket): Promise<Buffer> {
  const chunks: Buffer[] = [];
  socket.on('data', (chunk) => chunks.push(chunk)).on('end', () => socket.destroy());
  await closed(socket);
  return Buffer.concat(chunks);
}

/** Sends, waits for as many bytes, hangs up, and waits until the server has hung up as well. */
export async function echoOnce(address: Address, bytes: Uint8Array): Promise<Buffer> {
  const socket = await dial(address);
  const reply = readExactly(socket, bytes.length);
  socket.write(bytes);
  const received = await reply;
  socket.end();
  await readToEnd(socket);
  return received;
}

/** Sends, ends its own side at once, and only then reads: all replies, then the end. */
export async function sendAllThenRead(address: Address, bytes: Uint8Array): Promise<Buffer> {
  const socket = await dial(address);
  socket.end(bytes);
  return readToEnd(socket);
}

/** Vanishes with replies unread, which resets the connection. */
export async function vanishInMidReply(address: Address): Promise<void> {
  const socket = await dial(address);
  socket.pause();
  socket.write(pattern(200_000));
  await once(socket, 'readable').catch(() => {});
  if (address.transport === 'unix') socket.destroy();
  else socket.resetAndDestroy();
  await closed(socket);
}

/** Not `once`, which rejects when the connection breaks. */
export function closed(socket: Socket): Promise<void> {
  if (socket.closed) return Promise.resolve();
  return new Promise((resolve) => socket.once('close', () => resolve()));
}

/** Bytes in which every mistake shows: no two windows of four are alike nearby. */
export function pattern(length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  let state = length | 1;
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    bytes[i] = state >>> 24;
  }
  return bytes;
}
