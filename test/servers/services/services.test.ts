import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadService, SERVICE_NAMES } from '../../../servers/services/registry.ts';
import type { Reaction, Service } from '../../../servers/services/service.ts';
import { createWork } from '../../../servers/services/work.ts';
import { anySplit } from './any-split.ts';

const PEER = { peer: '127.0.0.1:5000', tell: () => {} };
const WORK = { rounds: 1, messageBytes: 7 };

describe.each(['echo', 'work'])('%s', (name) => {
  test('gives back the stream it got, however the stream was split', async () => {
    const service = await loadService(name, WORK);
    fc.assert(
      fc.property(anySplit, ({ stream, chunks }) => {
        const reactions = converse(service, chunks);
        expect(joined(reactions)).toEqual(Buffer.from(stream));
        expect(reactions.some(({ close }) => close)).toBe(false);
      }),
    );
  });

  test('keeps the conversations of two clients apart', async () => {
    const service = await loadService(name, WORK);
    const [first, second] = [service.open(PEER), service.open(PEER)];
    const half = first.receive(new Uint8Array(3));
    const whole = second.receive(new Uint8Array(7));
    expect(half.computations).toBe(whole.computations); // each began one message of its own
  });
});

describe('work', () => {
  test('computes one unit per message begun, however the stream was split', () => {
    fc.assert(
      fc.property(anySplit, fc.integer({ min: 1, max: 50 }), (split, messageBytes) => {
        const reactions = converse(createWork(messageBytes), split.chunks);
        const units = reactions.reduce((sum, { computations }) => sum + computations, 0);
        expect(units).toBe(Math.ceil(split.stream.length / messageBytes));
      }),
    );
  });

  test("computes with a message's first byte, not with its last", () => {
    const conversation = createWork(4).open(PEER);
    const units = [1, 3, 1, 2, 9].map(
      (length) => conversation.receive(new Uint8Array(length)).computations,
    );
    expect(units).toEqual([1, 0, 1, 0, 2]);
  });

  test.each([0, -1, 1.5, Number.NaN])('refuses messages of %s bytes', (messageBytes) => {
    expect(() => createWork(messageBytes)).toThrow(RangeError);
  });
});

test('greet thanks at once and hangs up, whatever the client says', async () => {
  const conversation = (await loadService('greet', WORK)).open(PEER);
  expect(String(Buffer.from(conversation.opening.bytes ?? []))).toBe('Thank you for connecting');
  expect(conversation.opening.close).toBe(true);
  expect(conversation.receive(new Uint8Array(9)).bytes).toBeNull();
});

test.each([
  ['127.0.0.1:5000', 'connection from 127.0.0.1:5000'],
  ['', 'connection from a nameless client'],
])('hang-up notes the client %o and closes without a word', async (peer, note) => {
  const { opening } = (await loadService('hang-up', WORK)).open({ ...PEER, peer });
  expect(opening).toEqual({ computations: 0, bytes: null, note, close: true });
});

test('an unknown service is refused with the names of those there are', async () => {
  await expect(loadService('toString', WORK)).rejects.toThrow(SERVICE_NAMES.join(', '));
});

test('every service is called in its registry as it calls itself', async () => {
  const services = await Promise.all(SERVICE_NAMES.map((name) => loadService(name, WORK)));
  expect(services.map(({ name }) => name)).toEqual(SERVICE_NAMES);
});

function converse(service: Service, chunks: readonly Uint8Array[]): Reaction[] {
  const conversation = service.open(PEER);
  return [conversation.opening, ...chunks.map((chunk) => conversation.receive(chunk))];
}

function joined(reactions: readonly Reaction[]): Buffer {
  return Buffer.concat(reactions.map(({ bytes }) => bytes ?? new Uint8Array()));
}
