import { describe, expect, test } from 'vitest';
import { createBehaviour } from '../../known-servers/create-behaviour.ts';
import type { KnownBehaviour } from '../../known-servers/known-behaviour.ts';
import { wholeMessages } from '../../known-servers/whole-messages.ts';
import { createMessage, writeSequence } from '../../protocol/message.ts';

const BYTES = 24;

/** The first messages that a connection sends. */
function messagesOf(connection: number, count: number): Buffer[] {
  return Array.from({ length: count }, (_, sequence) => {
    const message = createMessage(BYTES, connection);
    writeSequence(message, sequence);
    return message;
  });
}

/** What one connection is answered, message by message. */
function talk(known: KnownBehaviour, messages: readonly Buffer[]) {
  const behaviour = createBehaviour(known);
  const answers: string[] = [];
  const receive = behaviour.converse((bytes, start, end) => {
    answers.push(bytes.toString('latin1', start, end));
  });
  for (const message of messages) {
    behaviour.woke?.();
    receive(Buffer.from(message), message.length);
  }
  return { answers, log: behaviour.log?.() ?? {} };
}

const echoed = (messages: readonly Buffer[]) => messages.map((each) => each.toString('latin1'));

describe('a stream cut into messages', () => {
  test('is the same however it is torn', () => {
    const stream = Buffer.concat(messagesOf(0, 5));
    for (let first = 0; first <= stream.length; first += 1) {
      const heard: [string, number][] = [];
      const receive = wholeMessages(BYTES, (message, number) => {
        heard.push([message.toString('latin1'), number]);
      });
      // The server reads into the same memory again and again.
      const memory = Buffer.alloc(stream.length);
      for (const part of [stream.subarray(0, first), stream.subarray(first)]) {
        part.copy(memory);
        receive(memory, part.length);
        memory.fill(0);
      }
      expect(heard).toEqual(echoed(messagesOf(0, 5)).map((text, i) => [text, i + 1]));
    }
  });
});

describe('a known server', () => {
  const faulty = { messageBytes: BYTES, faulty: 2 };
  const [first = Buffer.alloc(0), second = Buffer.alloc(0), third = Buffer.alloc(0)] = messagesOf(
    1,
    3,
  );
  const three = [first, second, third];

  test('that corrupts flips one bit of one answer', () => {
    const { answers } = talk({ kind: 'corrupt', ...faulty }, three);
    expect([answers[0], answers[2]]).toEqual(echoed([first, third]));
    const changed = Buffer.from(answers[1] ?? '', 'latin1').filter((byte, i) => byte !== second[i]);
    expect(changed).toHaveLength(1);
  });

  test('that duplicates answers one message twice', () => {
    const { answers } = talk({ kind: 'duplicate', ...faulty }, three);
    const [one, two, last] = echoed(three);
    expect(answers).toEqual([one, `${two}${two}`, last]);
  });

  test('that swallows leaves one message without an answer', () => {
    expect(talk({ kind: 'swallow', ...faulty }, three).answers).toEqual(echoed([first, third]));
  });

  test.each(['corrupt', 'duplicate', 'swallow'] as const)(
    'that should %s does so to connection 1 alone',
    (kind) => {
      const others = messagesOf(2, 3);
      expect(talk({ kind, ...faulty }, others).answers).toEqual(echoed(others));
    },
  );

  test('that is mute never answers', () => {
    expect(talk({ kind: 'mute' }, three).answers).toEqual([]);
  });

  test('that delays logs for every message how long it really took, none shorter than asked', () => {
    const delay = { delayNs: 1e6, longDelayNs: 3e6, longEvery: 2 };
    const { answers, log } = talk({ kind: 'delay', messageBytes: BYTES, ...delay }, three);
    expect(answers).toEqual(echoed(three));
    const [short = 0, long = 0, again = 0] = log.busyNs ?? [];
    expect([short >= 1e6, long >= 3e6, again >= 1e6]).toEqual([true, true, true]);
    expect(log.busyNs).toHaveLength(3);
  });

  test('that computes logs a time for every message', () => {
    const { answers, log } = talk({ kind: 'compute', messageBytes: BYTES, computeNs: 1e5 }, three);
    expect(answers).toEqual(echoed(three));
    expect(log.busyNs?.every((ns) => ns > 0)).toBe(true);
    expect(log.busyNs).toHaveLength(3);
  });

  test('that freezes does so once, when it is time, and logs when', () => {
    const { answers, log } = talk(
      { kind: 'freeze', messageBytes: BYTES, afterNs: 0, frozenNs: 20e6 },
      three,
    );
    expect(answers).toEqual(echoed(three));
    const { startNs = '0', endNs = '0', answeredAfterNs = [] } = log.freeze ?? {};
    expect(Number(BigInt(endNs) - BigInt(startNs))).toBeGreaterThanOrEqual(20e6);
    expect(answeredAfterNs).toHaveLength(3);
  });

  test('that is to freeze later has not frozen yet', () => {
    const freeze = {
      kind: 'freeze',
      messageBytes: BYTES,
      afterNs: 3600e9,
      frozenNs: 20e6,
    } as const;
    expect(talk(freeze, three)).toMatchObject({ answers: echoed(three), log: { freeze: null } });
  });
});
