import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  DeliveryChecker,
  type Hearing,
  type TextOrigin,
} from '../../../loadgen/chat/delivery-checker.ts';

type Event =
  | { readonly says: number }
  | {
      readonly hears: number;
      readonly of: number;
      readonly sequence: number;
      readonly text?: TextOrigin;
    };

const MEMBERS = 4;
/** Members 0 and 1 speak. */
const SPEAKERS = 2;

function say(speaker: number): Event {
  return { says: speaker };
}

function hear(receiver: number, speaker: number, sequence: number, text?: TextOrigin): Event {
  return { hears: receiver, of: speaker, sequence, ...(text === undefined ? {} : { text }) };
}

/** What a checker makes of a whole history: a verdict for each hearing, and what is missing then. */
function judge(history: readonly Event[]) {
  const checker = new DeliveryChecker(MEMBERS, SPEAKERS);
  const hearings: Hearing[] = [];
  for (const event of history) {
    if ('says' in event) checker.say(event.says);
    else hearings.push(checker.hear(event.hears, event.of, event.sequence, event.text ?? 'right'));
  }
  return { hearings, missing: [...checker.missing()] };
}

const twoSaid = [say(0), say(0)];
const histories: readonly (readonly [string, readonly Event[], readonly Hearing[]])[] = [
  [
    'heard once by each, in order',
    [...twoSaid, hear(1, 0, 1), hear(2, 0, 1), hear(1, 0, 2)],
    ['right', 'right', 'right'],
  ],
  [
    'of two members in different orders',
    [say(0), say(1), hear(2, 1, 1), hear(2, 0, 1), hear(3, 0, 1), hear(3, 1, 1)],
    ['right', 'right', 'right', 'right'],
  ],
  ['that comes twice', [...twoSaid, hear(2, 0, 1), hear(2, 0, 1)], ['right', 'duplicated']],
  [
    'that comes again after later ones',
    [...twoSaid, hear(2, 0, 1), hear(2, 0, 2), hear(2, 0, 1)],
    ['right', 'right', 'duplicated'],
  ],
  ['that is overtaken', [...twoSaid, hear(2, 0, 2), hear(2, 0, 1)], ['gap', 'misordered']],
  [
    'that is overtaken and comes twice',
    [...twoSaid, hear(2, 0, 2), hear(2, 0, 1), hear(2, 0, 1)],
    ['gap', 'misordered', 'duplicated'],
  ],
  ['that was never said', [say(0), hear(2, 0, 1), hear(2, 0, 2)], ['right', 'unsaid']],
  ['that is heard before it is said', [hear(2, 0, 1), say(0)], ['unsaid']],
  ['without a sequence', [say(0), hear(2, 0, 0), hear(2, 0, -1)], ['unsaid', 'unsaid']],
  [
    'of somebody who does not speak',
    [say(0), hear(3, 2, 1), hear(3, -1, 1)],
    ['unknown-sender', 'unknown-sender'],
  ],
  ['of another room', [say(0), hear(2, 0, 1, 'other-room')], ['foreign-room']],
  ['of a stranger of another room', [hear(2, 9, 1, 'other-room')], ['foreign-room']],
  ['with another text', [say(0), hear(2, 0, 1, 'wrong')], ['wrong-text']],
  ['that comes back to its speaker', [say(0), hear(0, 0, 1)], ['own-message']],
];

describe('the history of a room', () => {
  test.each(histories)('tells a message %s', (_, history, hearings) => {
    expect(judge(history).hearings).toEqual(hearings);
  });

  test('has a loss for each message that was passed over and never came', () => {
    const said = [say(0), say(0), say(0), say(0)];
    const { hearings, missing } = judge([...said, hear(2, 0, 1), hear(2, 0, 4), hear(2, 0, 2)]);
    expect(hearings).toEqual(['right', 'gap', 'misordered']);
    expect(missing).toEqual([{ receiver: 2, speaker: 0, sequence: 3 }]);
  });

  test('has no loss where the last messages have not come: they may be on their way', () => {
    expect(judge([say(0), say(0), hear(2, 0, 1)]).missing).toEqual([]);
  });

  test('is right for any interleaving of what was said, and wrong when one delivery is left out', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(MEMBERS * SPEAKERS - 1), { minLength: 1, maxLength: 60 }),
        fc.nat(),
        (turns, pick) => {
          const { deliveries, history } = interleave(turns);
          const { hearings, missing } = judge(history);
          expect(new Set(hearings)).toEqual(new Set(deliveries.length === 0 ? [] : ['right']));
          expect(missing).toEqual([]);
          const left = deliveries[pick % Math.max(1, deliveries.length)];
          if (left === undefined) return;
          const { missing: lost } = judge(history.filter((event) => event !== left));
          const isLast = !deliveries.some(
            (each) =>
              each.hears === left.hears && each.of === left.of && each.sequence > left.sequence,
          );
          const loss = { receiver: left.hears, speaker: left.of, sequence: left.sequence };
          expect(lost).toEqual(isLast ? [] : [loss]);
        },
      ),
    );
  });
});

/** An honest history: each turn is a receiver that hears what is next of a speaker, or a message. */
function interleave(turns: readonly number[]) {
  const said = [0, 0];
  const heard = new Map<number, number>();
  const deliveries: Extract<Event, { hears: number }>[] = [];
  const history: Event[] = [];
  for (const turn of turns) {
    const speaker = turn % SPEAKERS;
    const receiver = Math.floor(turn / SPEAKERS);
    const next = (heard.get(turn) ?? 0) + 1;
    if (receiver === speaker || next > (said[speaker] ?? 0)) {
      said[speaker] = (said[speaker] ?? 0) + 1;
      history.push(say(speaker));
      continue;
    }
    heard.set(turn, next);
    const delivery = { hears: receiver, of: speaker, sequence: next };
    deliveries.push(delivery);
    history.push(delivery);
  }
  return { deliveries, history };
}
