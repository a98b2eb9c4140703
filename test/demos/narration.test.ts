import { describe, expect, test } from 'vitest';
import { renderIntro, renderStory } from '../../cli/render-story.ts';
import { addressInUse } from '../../demos/address-in-use.ts';
import { datagramLoss } from '../../demos/datagram-loss.ts';
import { deadlock } from '../../demos/deadlock.ts';
import type { Claim, Demo } from '../../demos/demo.ts';
import { idleCost } from '../../demos/idle-cost.ts';
import { listenQueue } from '../../demos/listen-queue.ts';
import { DEMOS } from '../../demos/registry.ts';
import { splitAndGlued } from '../../demos/split-and-glued.ts';
import { vanishedClient } from '../../demos/vanished-client.ts';
import { visibleWidth } from '../../reports/text/wrap-text.ts';
import * as recorded from './recorded-values.ts';

interface Case {
  readonly demo: Demo;
  readonly values: unknown;
  /** Values that contradict a claim each. */
  readonly wrong: readonly unknown[];
}

function contradict<Values>(
  demo: Demo<Values>,
  values: Values,
  ...wrong: readonly Partial<Values>[]
): Case {
  return { demo, values, wrong: wrong.map((change) => ({ ...values, ...change })) };
}

const { tcp, unix, cap } = recorded.LISTEN_QUEUE;
const { whileListening, restarts } = recorded.ADDRESS_IN_USE;
const { split, glued, partial, framed } = recorded.SPLIT_AND_GLUED;
const { stuck, readAfterEverySend, readWhileWriting, timeout } = recorded.DEADLOCK;
const { silent, stopped, survivors } = recorded.VANISHED_CLIENT;
const late = restarts.map((restart) => ({ ...restart, outcome: null }));

const cases: readonly Case[] = [
  contradict(
    listenQueue,
    recorded.LISTEN_QUEUE,
    { tcp: { ...tcp, connected: 8, stillConnecting: 0 } },
    { tcp: { ...tcp, stillConnecting: 2 } },
    { tcp: { ...tcp, overflows: 2 } },
    { tcp: { ...tcp, nextConnectedMs: null } },
    { unix: { ...unix, refusedWith: ['ECONNREFUSED'] } },
    { cap: { ...cap, kept: 1_000_000 } },
  ),
  contradict(
    addressInUse,
    recorded.ADDRESS_IN_USE,
    { whileListening: { ...whileListening, bothReuseAddress: null } },
    { whileListening: { ...whileListening, bothReusePort: 'EADDRINUSE' } },
    { restarts: restarts.map((restart) => ({ ...restart, inTimeWait: 0 })) },
    { restarts: late },
    { restarts: restarts.slice(0, 3) },
  ),
  contradict(
    splitAndGlued,
    recorded.SPLIT_AND_GLUED,
    { split: { ...split, received: [4096, 4096] } },
    { split: { ...split, received: [5000, 5000] } },
    { glued: { ...glued, receivedBytes: 100 } },
    { partial: { ...partial, second: 'world' } },
    { framed: { ...framed, lines: ['hel', 'lo'] } },
  ),
  contradict(
    deadlock,
    recorded.DEADLOCK,
    { stuck: { ...stuck, stoodStill: false } },
    { echo: { sentBytes: 256_000_000, isStuck: false } },
    { readAfterEverySend: { ...readAfterEverySend, bytesEachWay: 4_000_000 } },
    { readWhileWriting: { ...readWhileWriting, done: false } },
    { sendLess: { bytesEachWay: 5_000_000, done: true } },
    { timeout: { ...timeout, endsThatGaveUp: 1 } },
  ),
  contradict(
    vanishedClient,
    recorded.VANISHED_CLIENT,
    { closed: 'ECONNRESET' },
    { killed: 'nothing' },
    { reset: 0 },
    { silent: { ...silent, sending: 'ETIMEDOUT' } },
    { silent: { ...silent, keepAlive: { heard: 'nothing', afterMs: 10_000 } } },
    { stopped: { ...stopped, heard: 'ETIMEDOUT' } },
    { survivors: survivors.map((survivor) => ({ ...survivor, nextClientServed: false })) },
  ),
  contradict(
    datagramLoss,
    recorded.DATAGRAM_LOSS,
    { sentWithoutError: 999 },
    { received: 1000 },
    { receiveBufferErrors: 900 },
    { afterTheLast: 'returned' },
    { resent: { rounds: 1000, sent: 1_000_000, receivedOnce: 999 } },
  ),
  contradict(
    idleCost,
    recorded.IDLE_COST,
    { servers: [] },
    { servers: [{ strategy: 'event-loop', processes: 1, cpuMs: 100 }] },
  ),
];

test('every demo is told here', () => {
  expect(cases.map(({ demo }) => demo.name)).toEqual(DEMOS.map(({ name }) => name));
});

describe.each(cases)('$demo.name', ({ demo, values, wrong }) => {
  test('reads in 80 columns', async () => {
    const text = `${renderIntro(demo)}\n${renderStory(demo.tell(values), demo.check(values))}`;
    await expect(text).toMatchFileSnapshot(`../testdata/golden/demos/${demo.name}.txt`);
    expect(Math.max(...text.split('\n').map(visibleWidth))).toBeLessThanOrEqual(80);
  });

  test('has claims that hold for what was recorded', () => {
    expect(brokenClaims(demo.check(values))).toEqual([]);
  });

  test('has no claim that could not fail: each has values that contradict it', () => {
    const broken = wrong.map((one) => brokenClaims(demo.check(one)));
    expect(broken.map((claims) => claims.length > 0)).toEqual(wrong.map(() => true));
    const claims = demo.check(values).map(({ claim }) => claim);
    expect(new Set(broken.flat())).toEqual(new Set(claims));
  });

  test('says which claim was not seen', () => {
    for (const one of wrong) {
      const text = renderStory(demo.tell(one), demo.check(one)).replaceAll('\n', ' ');
      for (const claim of brokenClaims(demo.check(one))) {
        expect(text).toContain(`NOT SEEN on this machine: ${claim}`);
      }
    }
  });
});

test('a counter that the kernel does not keep is said to be untold, and breaks no claim', () => {
  const values = { ...recorded.DATAGRAM_LOSS, receiveBufferErrors: null };
  const text = renderStory(datagramLoss.tell(values), datagramLoss.check(values));
  expect(text).toMatch(/RcvbufErrors\) \.+ not told here/);
  expect(text).toContain('5 of 5 checks');
});

function brokenClaims(claims: readonly Claim[]): string[] {
  return claims.filter(({ holds }) => !holds).map(({ claim }) => claim);
}
