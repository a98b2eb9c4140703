import { describe, expect, test } from 'vitest';
import { type ChatNews, parseChatNews } from '../../../../protocol/chat/chat-news.ts';
import { ChatReader, encodeChatMessage } from '../../../../protocol/chat/chat-reader.ts';
import { createChat } from '../../../../servers/services/chat/chat.ts';
import type { Notice, Service } from '../../../../servers/services/service.ts';

describe('a chat room', () => {
  test('what one member says, every other member receives, and the speaker does not', () => {
    const place = createChat(() => {});
    const [ann, bob, cat] = ['ann', 'bob', 'cat'].map((name) => join(place, 'tea', name));
    ann?.say('SAY hello');
    ann?.say('SAY again');
    const heard = [
      { verb: 'said', name: 'ann', sequence: 1, text: 'hello' },
      { verb: 'said', name: 'ann', sequence: 2, text: 'again' },
    ];
    expect(bob?.heardSaid()).toEqual(heard);
    expect(cat?.heardSaid()).toEqual(heard);
    expect(ann?.heardSaid()).toEqual([]);
  });

  test('members of another room hear nothing', () => {
    const place = createChat(() => {});
    const ann = join(place, 'tea', 'ann');
    const bob = join(place, 'coffee', 'bob');
    ann.say('SAY hello');
    expect(bob.heardSaid()).toEqual([]);
  });

  test('those who come and go are told of, and who asks is told who is there', () => {
    const place = createChat(() => {});
    const ann = join(place, 'tea', 'ann');
    const bob = join(place, 'tea', 'bob');
    expect(bob.heard[0]).toEqual({ verb: 'joined', room: 'tea', name: 'bob', members: 2 });
    bob.say('WHO');
    expect(bob.heard.at(-1)).toEqual({ verb: 'present', names: ['ann', 'bob'] });
    bob.say('LEAVE');
    expect(bob.heard.at(-1)).toEqual({ verb: 'left', name: 'bob' });
    expect(ann.heard.slice(1)).toEqual([
      { verb: 'came', name: 'bob' },
      { verb: 'left', name: 'bob' },
    ]);
  });

  test('a connection that ends leaves its room, once', () => {
    const place = createChat(() => {});
    const ann = join(place, 'tea', 'ann');
    const bob = join(place, 'tea', 'bob');
    bob.end();
    bob.end();
    expect(ann.heard.filter(({ verb }) => verb === 'left')).toHaveLength(1);
  });

  test('who comes back counts from 1 again', () => {
    const place = createChat(() => {});
    const ann = join(place, 'tea', 'ann');
    const bob = join(place, 'tea', 'bob');
    bob.say('SAY one');
    bob.say('LEAVE');
    bob.say('JOIN tea bob');
    bob.say('SAY one more');
    expect(ann.heardSaid().map((news) => news.verb === 'said' && news.sequence)).toEqual([1, 1]);
  });

  test.each([
    ['SAY hello', /^first JOIN/],
    ['JOIN tea ann', /^ann is taken in tea/],
  ])('%j of a stranger is refused with what to do', (request, problem) => {
    const place = createChat(() => {});
    join(place, 'tea', 'ann');
    const stranger = enter(place);
    stranger.say(request);
    expect(stranger.heard).toEqual([{ verb: 'error', problem: expect.stringMatching(problem) }]);
  });

  test('a message that is too long ends the conversation with a word about it', () => {
    const conversation = createChat(() => {}).open({ peer: '', tell: () => {} });
    const { bytes, close } = conversation.receive(Buffer.alloc(70_000, 'x'));
    expect(close).toBe(true);
    expect(String(bytes)).toMatch(/^ERROR a chat message of more than/);
  });

  test('who asks for more than is kept for anybody is told so and hung up on', () => {
    const place = createChat(() => {});
    for (let member = 0; member < 100; member++) join(place, 'tea', `${member}`.padStart(32, 'x'));
    const conversation = place.open({ peer: '', tell: () => {} });
    const { bytes, close } = conversation.receive(
      Buffer.from(`JOIN tea ann\n${'WHO\n'.repeat(10_000)}`),
    );
    expect(close).toBe(true);
    expect(bytes?.length).toBeLessThan(300 * 1024);
    expect(String(bytes)).toMatch(/ERROR too much was asked at once\n$/);
  });

  test('who asks in a room of thousands hears as many names as a message holds, and how many more', () => {
    const place = createChat(() => {});
    const names = Array.from({ length: 2500 }, (_, index) => `${index}`.padStart(32, 'x'));
    for (const name of names) place.open({ peer: '', tell: () => {} }).receive(joining(name));
    const ann = enter(place, 'frames');
    ann.say('JOIN tea ann');
    ann.say('WHO');
    const [joined, present] = ann.heard;
    expect(joined).toMatchObject({ verb: 'joined', members: 2501 });
    if (present?.verb !== 'present') throw new Error('nobody was present');
    expect(present.names.length + (present.more ?? 0)).toBe(2501);
    expect(present.names.slice(0, 2)).toEqual(['ann', names[1000]]);
  });

  test('people who type and programs that send frames are in one room', () => {
    const place = createChat(() => {});
    const person = join(place, 'tea', 'ann', 'lines');
    const program = join(place, 'tea', 'bob', 'frames');
    person.say('SAY hello');
    program.say('SAY two\nlines');
    expect(program.heardSaid()).toMatchObject([{ name: 'ann', text: 'hello' }]);
    expect(person.heardSaid()).toMatchObject([{ name: 'bob', text: 'two lines' }]);
  });
});

describe('a room over two places', () => {
  test('every member hears every other, whichever place they are in', () => {
    const [here, there] = createPlaces();
    const ann = join(here, 'tea', 'ann');
    const bob = join(there, 'tea', 'bob');
    const cat = join(here, 'tea', 'cat');
    ann.say('SAY hello');
    bob.say('SAY hi');
    expect(ann.heardSaid()).toMatchObject([{ name: 'bob', text: 'hi' }]);
    expect(bob.heardSaid()).toMatchObject([{ name: 'ann', text: 'hello' }]);
    expect(cat.heardSaid()).toMatchObject([{ name: 'ann' }, { name: 'bob' }]);
  });

  test('both places know who is there, and whose name is taken', () => {
    const [here, there] = createPlaces();
    join(here, 'tea', 'ann');
    const bob = join(there, 'tea', 'bob');
    expect(bob.heard[0]).toMatchObject({ members: 2 });
    const other = enter(there);
    other.say('JOIN tea ann');
    expect(other.heard).toMatchObject([{ verb: 'error' }]);
    bob.end();
    other.say('JOIN tea bob');
    expect(other.heard.at(-1)).toMatchObject({ verb: 'joined', members: 2 });
  });
});

describe('the same name in several places at the same moment', () => {
  test('stays with who had it first; whoever else has it is told so and can choose another', () => {
    const { places, deliver } = createFarPlaces();
    const [first, second, third] = places;
    const dan = join(third, 'tea', 'dan');
    deliver();
    const ann = join(first, 'tea', 'ann');
    const other = join(second, 'tea', 'ann');
    ann.say('SAY I am ann');
    deliver();
    expect(other.heard.slice(1)).toMatchObject([
      { verb: 'error', problem: expect.stringContaining('choose another name') },
      { verb: 'left', name: 'ann' },
    ]);
    expect(ann.heard.map(({ verb }) => verb)).toEqual(['joined']);
    expect(dan.heardSaid()).toEqual([{ verb: 'said', name: 'ann', sequence: 1, text: 'I am ann' }]);
    expect(dan.heard).not.toContainEqual({ verb: 'left', name: 'ann' });
    for (const member of [ann, dan]) {
      member.say('WHO');
      expect(member.heard.at(-1)).toEqual({ verb: 'present', names: ['ann', 'dan'] });
    }
    other.say('SAY am I here?');
    expect(other.heard.at(-1)).toMatchObject({ verb: 'error' });
    other.say('JOIN tea bob');
    expect(other.heard.at(-1)).toEqual({ verb: 'joined', room: 'tea', name: 'bob', members: 3 });
  });

  test('is free again everywhere when who kept it has left', () => {
    const { places, deliver } = createFarPlaces();
    const members = places.map((place) => join(place, 'tea', 'ann'));
    deliver();
    members[0]?.say('LEAVE');
    deliver();
    for (const place of places) {
      const next = join(place, 'tea', 'ann');
      expect(next.heard).toMatchObject([{ verb: 'joined', members: 1 }]);
      next.end();
      deliver();
    }
  });
});

const joining = (name: string): Buffer => Buffer.from(`JOIN tea ${name}\n`);

interface TestMember {
  readonly heard: ChatNews[];
  heardSaid(): ChatNews[];
  say(message: string): void;
  end(): void;
}

function enter(place: Service, form: 'lines' | 'frames' = 'lines'): TestMember {
  const heard: ChatNews[] = [];
  const reader = new ChatReader();
  const take = (bytes: Uint8Array): void => {
    for (const message of reader.push(bytes)) {
      const news = parseChatNews(message);
      if (news === null) throw new Error(`the server said ${message}`);
      heard.push(news);
    }
  };
  const conversation = place.open({ peer: '', tell: take });
  return {
    heard,
    heardSaid: () => heard.filter(({ verb }) => verb === 'said'),
    say(message) {
      const { bytes } = conversation.receive(encodeChatMessage(message, form));
      if (bytes !== null) take(bytes);
    },
    end: () => conversation.ended?.(),
  };
}

function join(
  place: Service,
  room: string,
  name: string,
  form: 'lines' | 'frames' = 'lines',
): TestMember {
  const member = enter(place, form);
  member.say(`JOIN ${room} ${name}`);
  expect(member.heard[0]).toMatchObject({ verb: 'joined', room, name });
  return member;
}

/** Two places that hear each other at once. */
function createPlaces(): [Service, Service] {
  const tell = (place: () => Service) => (notice: Notice) =>
    place().hear?.(structuredClone(notice));
  const here: Service = createChat(tell(() => there));
  const there: Service = createChat(tell(() => here));
  return [here, there];
}

/** Three that hear of each other only when it is delivered. */
function createFarPlaces(): { places: [Service, Service, Service]; deliver(): void } {
  const onTheWay: (() => void)[] = [];
  const createPlace = (own: number): Service =>
    createChat((notice) => {
      for (const [index, place] of places.entries()) {
        if (index !== own) onTheWay.push(() => place.hear?.(structuredClone(notice)));
      }
    });
  const places: [Service, Service, Service] = [createPlace(0), createPlace(1), createPlace(2)];
  const deliver = (): void => {
    for (let next = onTheWay.shift(); next !== undefined; next = onTheWay.shift()) next();
  };
  return { places, deliver };
}
