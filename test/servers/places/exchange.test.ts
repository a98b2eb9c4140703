import { describe, expect, test } from 'vitest';
import { Exchange, type Seat } from '../../../servers/places/exchange.ts';
import type { Notice } from '../../../servers/services/service.ts';

const came = (name: string): Notice => ({
  ...{ kind: 'came', room: 'tea', name, joinedAtMs: 0 },
});
const left = (name: string): Notice => ({ kind: 'left', room: 'tea', name });
const said = (name: string, sequence: number): Notice => ({
  kind: 'said',
  room: 'tea',
  name,
  sequence,
  text: 'hello',
});

function enter(exchange: Exchange): Seat & { readonly heard: Notice[] } {
  const heard: Notice[] = [];
  const seat = exchange.enter((notice, whenTaken) => {
    heard.push(notice);
    whenTaken();
  });
  return { ...seat, heard };
}

describe('an exchange', () => {
  test('passes what one place publishes to all others, in order, and not back', () => {
    const exchange = new Exchange();
    const [here, there, beyond] = [enter(exchange), enter(exchange), enter(exchange)];
    const speech = [came('ann'), said('ann', 1), said('ann', 2)];
    for (const notice of speech) here.publish(notice);
    expect(there.heard).toEqual(speech);
    expect(beyond.heard).toEqual(speech);
    expect(here.heard).toEqual([]);
  });

  test('tells a place that comes later who is there, and not who has left', () => {
    const exchange = new Exchange();
    const here = enter(exchange);
    for (const notice of [came('ann'), came('bob'), said('bob', 1), left('bob')]) {
      here.publish(notice);
    }
    expect(enter(exchange).present).toEqual([came('ann')]);
  });

  test('says that the members of a place which is gone have left, once', () => {
    const exchange = new Exchange();
    const [here, there] = [enter(exchange), enter(exchange)];
    here.publish(came('ann'));
    here.leave();
    here.leave();
    expect(there.heard).toEqual([came('ann'), left('ann')]);
    expect(enter(exchange).present).toEqual([]);
  });

  test('says when all others have taken a notice, and at once when there are none', () => {
    const exchange = new Exchange();
    const here = enter(exchange);
    let taken = 0;
    here.publish(came('ann'), () => taken++);
    expect(taken).toBe(1);
    const pending: (() => void)[] = [];
    for (let place = 0; place < 2; place++)
      exchange.enter((_, whenTaken) => pending.push(whenTaken));
    here.publish(said('ann', 1), () => taken++);
    pending[0]?.();
    expect(taken).toBe(1);
    pending[1]?.();
    expect(taken).toBe(2);
  });
});
