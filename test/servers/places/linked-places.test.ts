import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { LinkedPlaces } from '../../../servers/places/linked-places.ts';
import { encodeLine, LineReader, type PlaceOrder } from '../../../servers/places/place-lines.ts';
import type { Notice } from '../../../servers/services/service.ts';

const came = (name: string): Notice => ({
  ...{ kind: 'came', room: 'tea', name, joinedAtMs: 0 },
});
const left = (name: string): Notice => ({ kind: 'left', room: 'tea', name });
const said = (sequence: number, text: string): Notice => ({
  kind: 'said',
  room: 'tea',
  name: 'ann',
  sequence,
  text,
});

/** More than a socket's buffers and what is kept for a place that is behind. */
const FLOOD = Array.from({ length: 2000 }, (_, index) => said(index + 1, 'x'.repeat(10_000)));

let server: Server;
beforeAll(async () => {
  server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => server.close());

/** A place with a link to the middle, and the middle's end of it. */
class TestPlace {
  readonly heard: PlaceOrder[] = [];
  readonly near: Socket;
  readonly far: Socket;
  readonly #orders = new LineReader<PlaceOrder>();

  private constructor(near: Socket, far: Socket) {
    this.near = near;
    this.far = far;
    far.on('data', (chunk) => this.heard.push(...this.#orders.push(chunk)));
  }

  /** Resolves when it was welcomed. */
  static async attach(places: LinkedPlaces): Promise<TestPlace> {
    const far = connect((server.address() as AddressInfo).port, '127.0.0.1');
    const [near] = await once(server, 'connection');
    const place = new TestPlace(near, far);
    places.attach(near, () => {});
    far.write(encodeLine('ready'));
    await vi.waitFor(() => expect(place.heard).not.toEqual([]));
    return place;
  }

  say(...notices: readonly Notice[]): void {
    for (const notice of notices) this.far.write(encodeLine(notice));
  }
}

describe('places that are linked through the middle', () => {
  test('hear who is there when they are ready, then what is said, then who died', async () => {
    const places = new LinkedPlaces();
    const here = await TestPlace.attach(places);
    const beyond = await TestPlace.attach(places);
    here.say(came('ann'));
    await vi.waitFor(() => expect(beyond.heard.at(-1)).toEqual(came('ann')));
    const there = await TestPlace.attach(places);
    expect(there.heard).toEqual([{ kind: 'welcome', present: [came('ann')] }]);
    here.say(said(1, 'last words'));
    here.far.end();
    await vi.waitFor(() =>
      expect(there.heard.slice(1)).toEqual([said(1, 'last words'), left('ann')]),
    );
    there.far.destroy();
    beyond.far.destroy();
  });

  test('are not listened to while one of them is behind, and miss nothing', async () => {
    const places = new LinkedPlaces();
    const here = await TestPlace.attach(places);
    const there = await TestPlace.attach(places);
    there.far.pause();
    here.say(...FLOOD);
    await vi.waitFor(() => expect(here.near.isPaused()).toBe(true));
    there.far.resume();
    await vi.waitFor(() => expect(there.heard).toHaveLength(1 + FLOOD.length));
    expect(there.heard.slice(1)).toEqual(FLOOD);
    expect(here.near.isPaused()).toBe(false);
    here.far.destroy();
    there.far.destroy();
  });

  test('are listened to again when the one that was behind is gone', async () => {
    const places = new LinkedPlaces();
    const [here, there] = [await TestPlace.attach(places), await TestPlace.attach(places)];
    const beyond = await TestPlace.attach(places);
    there.far.pause();
    here.say(...FLOOD);
    await vi.waitFor(() => expect(here.near.isPaused()).toBe(true));
    there.far.destroy();
    await vi.waitFor(() => expect(beyond.heard).toHaveLength(1 + FLOOD.length));
    here.far.destroy();
    beyond.far.destroy();
  });
});
