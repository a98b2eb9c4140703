import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Address } from '../../../protocol/address.ts';
import { encodeChatMessage } from '../../../protocol/chat/chat-reader.ts';
import { startServer } from '../../../servers/start-server.ts';
import type { RunningServer, ServerOptions, ServerStrategy } from '../../../servers/strategy.ts';
import { ChatMember } from '../chat-member.ts';
import { groupRssBytes } from '../process-tree.ts';
import { closed, dial, readUntilBroken } from '../test-client.ts';
import { expectNothingLeft, withServer } from '../with-server.ts';

/** How many members a room of the tests has, and how much each says. */
export interface ChatSize {
  readonly members: number;
  readonly messages: number;
}

const LAST_WORDS = 500;
const FLOOD_TEXT = 'x'.repeat(8000);
/** What the kernel holds for a reader who does not read, at most, on loopback. */
const FLOOD_MAX_MESSAGES = 10_000;
const FLOOD_BATCH = 20;
const MEMORY_GROWTH_MAX_BYTES = 64 << 20;

/** For servers that hold more than one client: what one says, all others hear, wherever they are. */
export function testChat(
  strategy: ServerStrategy,
  options: ServerOptions,
  { members, messages }: ChatSize,
): void {
  describe('chat', () => {
    const chat = { ...options, service: 'chat' };
    let server: RunningServer;
    let room = 0;
    const nextRoom = () => `room-${++room}`;
    beforeAll(async () => {
      server = await startServer(strategy.name, chat);
    });
    afterAll(async () => {
      await server.stop();
      expectNothingLeft(server);
    });

    test(`${members} who join while others speak hear every message once, in order, none of their own`, async () => {
      await talkAtOnce(server.address, nextRoom(), members, messages);
    });

    test('the last words of those who hang up at once are heard, and that they left', async () => {
      const name = nextRoom();
      const ann = await ChatMember.join(server.address, name, 'ann');
      const names = Array.from({ length: Math.min(members, 8) }, (_, index) => `guest-${index}`);
      const words = Array.from({ length: LAST_WORDS }, (_, index) => `SAY word ${index}\n`).join(
        '',
      );
      for (const guest of names) {
        const socket = await dial(server.address);
        socket.end(`JOIN ${name} ${guest}\n${words}`);
        socket.resume();
      }
      await Promise.all(names.map((guest) => ann.untilHeard('left', guest)));
      for (const guest of names) expect(ann.saidBy(guest), guest).toHaveLength(LAST_WORDS);
      hangUp(ann);
    });

    test('one of all who join by the same name at once has it in the end', async () => {
      const name = nextRoom();
      const rivals = await Promise.all(
        Array.from({ length: Math.min(members, 8) }, () =>
          ChatMember.connect(server.address, 'ann'),
        ),
      );
      const refused: ChatMember[] = [];
      const allButOne = Promise.withResolvers<void>();
      for (const rival of rivals) {
        rival
          .until(({ heard }) => heard.some(({ verb }) => verb === 'error'))
          .then(() => {
            refused.push(rival);
            if (refused.length === rivals.length - 1) allButOne.resolve();
          })
          .catch(() => {}); // the one who has it is hung up on at the end
        rival.send(`JOIN ${name} ann`);
      }
      await allButOne.promise;
      const [winner] = rivals.filter((rival) => !refused.includes(rival));
      await expect(winner?.present()).resolves.toEqual(['ann']);
      hangUp(...rivals);
    });

    test('two rooms do not mix', async () => {
      const [tea, coffee] = [nextRoom(), nextRoom()];
      const [ann, bob] = await joinEach(server.address, tea, ['ann', 'bob']);
      const [cat, dan] = await joinEach(server.address, coffee, ['ann', 'dan']);
      bob.send('SAY in tea');
      dan.send('SAY in coffee');
      await Promise.all([ann.untilSaid(1, 'bob'), cat.untilSaid(1, 'dan')]);
      expect(ann.speakers()).toEqual(['bob']);
      expect(cat.speakers()).toEqual(['dan']);
      hangUp(ann, bob, cat, dan);
    });

    test('all know who is there, who came and who left, though some vanish', async () => {
      const names = ['ann', 'bob', 'cat'] as const;
      const [ann, bob, cat] = await joinEach(server.address, nextRoom(), names);
      await expect(ann.present()).resolves.toEqual(names);
      await expect(cat.present()).resolves.toEqual(names);
      bob.vanish();
      await Promise.all([ann.untilHeard('left', 'bob'), cat.untilHeard('left', 'bob')]);
      ann.send('LEAVE');
      await Promise.all([ann.untilHeard('left', 'ann'), cat.untilHeard('left', 'ann')]);
      await expect(cat.present()).resolves.toEqual(['cat']);
      hangUp(ann, cat);
    });

    test('who ends only its own side has left, and hears the answers to its last words', async () => {
      const [ann, bob] = await joinEach(server.address, nextRoom(), ['ann', 'bob']);
      bob.socket.end(encodeChatMessage('WHO', bob.form));
      await bob.until(({ heard }) => heard.some(({ verb }) => verb === 'present'));
      expect(bob.heard.at(-1)).toEqual({ verb: 'present', names: ['ann', 'bob'] });
      await ann.untilHeard('left', 'bob');
      hangUp(ann);
    });

    test('hostile clients are hung up on or told off, and hurt nobody', async () => {
      const name = nextRoom();
      const [ann, bob] = await joinEach(server.address, name, ['ann', 'bob']);
      await Promise.all([
        expectHungUp(server.address, Buffer.alloc(70_000, 'x')), // a line without end
        expectHungUp(server.address, Buffer.from([0, 0xff, 0xff, 0xff])), // a frame too long
        expectRefused(server.address, `JOIN ${name} \u001b[2J`),
        sayInPieces(server.address, name),
      ]);
      await expectNameTaken(server.address, name, ['ann', 'bob']);
      await ann.untilSaid(1, 'cat');
      expect(ann.saidBy('cat')[0]?.text).toBe('piece by piece, without  [2J tricks');
      bob.send('SAY still here');
      await ann.untilSaid(1, 'bob');
      hangUp(ann, bob);
    });
  });

  test('a slow reader is disconnected and counted, and the others miss nothing', async () => {
    const chat = { ...options, service: 'chat' };
    const { disconnectedSlowReaders } = await withServer(strategy, chat, floodSlowReader);
    expect(disconnectedSlowReaders).toBe(1);
  });
}

/** Each speaks as soon as it is in the room; who joins later hears what is said from then on. */
async function talkAtOnce(
  address: Address,
  room: string,
  count: number,
  messages: number,
): Promise<void> {
  const names = Array.from({ length: count }, (_, index) => `member-${index}`);
  const members = await Promise.all(
    names.map(async (name, index) => {
      const member = await ChatMember.join(address, room, name, index % 2 ? 'frames' : 'lines');
      for (let said = 1; said <= messages; said++) member.send(`SAY early ${said}`);
      return member;
    }),
  );
  // Now all are in the room: what is said from here on, all must hear.
  await Promise.all(members.map((member) => member.until(() => knowsOfAll(member, names))));
  for (let said = 1; said <= messages; said++) {
    for (const member of members) member.send(`SAY late ${said}`);
  }
  const total = 2 * messages;
  await Promise.all(
    members.flatMap((member) =>
      names
        .filter((name) => name !== member.name)
        .map((name) => member.until(() => member.saidBy(name).at(-1)?.sequence === total)),
    ),
  );
  for (const member of members) {
    expect(member.speakers()).toEqual(names.filter((name) => name !== member.name).sort());
    for (const name of names) checkSpeech(member, name, messages);
  }
  hangUp(...members);
}

/** All that came after `member`, and all that it was told were there already. */
function knowsOfAll(member: ChatMember, names: readonly string[]): boolean {
  const joined = member.heard.find((news) => news.verb === 'joined');
  const came = member.heard.filter(({ verb }) => verb === 'came').length;
  return joined?.verb === 'joined' && joined.members + came === names.length;
}

/** No gap and no repetition from the first word that was heard; all that was said when all were there. */
function checkSpeech(member: ChatMember, speaker: string, messages: number): void {
  if (speaker === member.name) return;
  const said = member.saidBy(speaker);
  const first = said[0]?.sequence ?? 0;
  expect(first).toBeLessThanOrEqual(messages + 1);
  expect(said.map(({ sequence }) => sequence)).toEqual(said.map((_, index) => first + index));
  for (const { sequence, text } of said) {
    const late = sequence > messages;
    expect(text).toBe(late ? `late ${sequence - messages}` : `early ${sequence}`);
  }
}

/** One after the other; returns when each knows of all. */
export async function joinEach<const Names extends readonly string[]>(
  address: Address,
  room: string,
  names: Names,
): Promise<{ [Index in keyof Names]: ChatMember }>;
export async function joinEach(
  address: Address,
  room: string,
  names: readonly string[],
): Promise<ChatMember[]> {
  const members: ChatMember[] = [];
  for (const name of names) {
    const member = await ChatMember.join(address, room, name);
    members.push(member);
    // What happens in one thread or process takes a moment to be known in another.
    const here = names.slice(0, members.length);
    await Promise.all(members.map((each) => each.until(() => knowsOfAll(each, here))));
  }
  return members;
}

export function hangUp(...members: readonly ChatMember[]): void {
  for (const { socket } of members) socket.destroy();
}

async function expectHungUp(address: Address, bytes: Uint8Array): Promise<void> {
  const socket = await dial(address);
  socket.write(bytes);
  await readUntilBroken(socket);
}

async function expectRefused(address: Address, message: string): Promise<void> {
  const stranger = await ChatMember.connect(address, 'stranger');
  stranger.socket.write(`${message}\n`);
  await stranger.until(({ heard }) => heard.length > 0);
  expect(stranger.heard).toMatchObject([{ verb: 'error' }]);
  hangUp(stranger);
}

/** By one who has been there, so that it is known where it sits who else is. */
async function expectNameTaken(
  address: Address,
  room: string,
  names: readonly string[],
): Promise<void> {
  const dan = await ChatMember.join(address, room, 'dan');
  let present: readonly string[] = [];
  while (!names.every((name) => present.includes(name))) present = await dan.present();
  dan.send('LEAVE');
  for (const name of names) dan.send(`JOIN ${room} ${name}`);
  await dan.until(({ heard }) => heard.filter(({ verb }) => verb === 'error').length === 2);
  hangUp(dan);
}

async function sayInPieces(address: Address, room: string): Promise<void> {
  const cat = await ChatMember.join(address, room, 'cat');
  for (const byte of Buffer.from('SAY piece by piece, without \u001b[2J tricks\r\n')) {
    cat.socket.write(Buffer.from([byte]));
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Ann speaks, bob listens, cat has stopped reading: cat goes, and bob hears every word. */
async function floodSlowReader({ address, pid }: RunningServer): Promise<void> {
  const [ann, bob, cat] = await joinEach(address, 'tea', ['ann', 'bob', 'cat']);
  const memoryBefore = groupRssBytes(pid);
  cat.socket.pause();
  let said = 0;
  const isGone = () => ann.heard.some((news) => news.verb === 'left' && news.name === 'cat');
  while (!isGone() && said < FLOOD_MAX_MESSAGES) {
    for (const end = said + FLOOD_BATCH; said < end; said++) ann.send(`SAY ${FLOOD_TEXT}`);
    await bob.untilSaid(said, 'ann'); // nobody waits for cat
  }
  await Promise.all([ann.untilHeard('left', 'cat'), bob.untilHeard('left', 'cat')]);
  expect(bob.saidBy('ann').map(({ sequence }) => sequence)).toEqual(
    Array.from({ length: said }, (_, index) => index + 1),
  );
  expect(groupRssBytes(pid) - memoryBefore).toBeLessThan(MEMORY_GROWTH_MAX_BYTES);
  cat.socket.resume();
  await closed(cat.socket);
  expect(cat.saidBy('ann').length).toBeLessThan(said);
  hangUp(ann, bob);
}
