import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { groupMembers } from '../../servers/hosting/process-group.ts';
import { ON_THE_WAY_MAX_BYTES } from '../../servers/places/flow.ts';
import { loadStrategy } from '../../servers/registry.ts';
import type { RunningServer, ServerOptions } from '../../servers/strategy.ts';
import type { ChatMember } from './chat-member.ts';
import { hangUp, joinEach } from './strategy-contract/chat.ts';
import { closed } from './test-client.ts';
import { withServer } from './with-server.ts';

const OPTIONS: ServerOptions = {
  service: 'chat',
  listen: { transport: 'tcp', host: '127.0.0.1', port: 0 },
  backlog: 511,
  workers: 3,
  distribution: 'round-robin',
  work: { rounds: 1, messageBytes: 1 },
};

const TEXT = 'x'.repeat(50_000);
/** Enough for every queue on the way to a process that hangs, and the kernel's buffers, to fill. */
const FILLING = Math.ceil((4 * ON_THE_WAY_MAX_BYTES) / TEXT.length);

/** Strategies whose clients sit in processes that can die alone. */
for (const name of ['process-per-connection', 'cluster']) {
  const strategy = await loadStrategy(name);
  const obstacle = strategy.unsupported(OPTIONS);
  if (obstacle !== null) {
    test.skip(`${name} can't run here: ${obstacle}`, () => {});
    continue;
  }
  describe(`${name}: of a process that is killed`, () => {
    test('the members are heard to leave', async () => {
      await withServer(strategy, OPTIONS, async (server) => {
        const [ann, bob, cat] = await joinEach(server.address, 'tea', ['ann', 'bob', 'cat']);
        process.kill(processOf(server, cat), 'SIGKILL');
        await Promise.all([ann.untilHeard('left', 'cat'), bob.untilHeard('left', 'cat')]);
        hangUp(ann, bob, cat);
      });
    });

    test('the others, who had to wait for it, go on and miss nothing', async () => {
      await withServer(strategy, OPTIONS, async (server) => {
        const [ann, bob, cat] = await joinEach(server.address, 'tea', ['ann', 'bob', 'cat']);
        const victim = processOf(server, cat);
        process.kill(victim, 'SIGSTOP');
        for (let said = 0; said < FILLING; said++) ann.send(`SAY ${TEXT}`);
        await bob.untilSaid(1, 'ann');
        process.kill(victim, 'SIGKILL');
        await expectAllHeard(bob);
        hangUp(ann, bob, cat);
      });
    });
  });
}

/** Strategies with a middle that many processes or threads hear each other through. */
for (const name of ['process-per-connection', 'cluster']) {
  const strategy = await loadStrategy(name);
  const obstacle = strategy.unsupported(OPTIONS);
  const title = `${name}: a process that hangs for good is given up: its members leave, the others miss nothing`;
  if (obstacle !== null) test.skip(`${title} (can't run here: ${obstacle})`, () => {});
  else
    test(title, async () => {
      await withServer(strategy, OPTIONS, async (server) => {
        const [ann, bob, cat] = await joinEach(server.address, 'tea', ['ann', 'bob', 'cat']);
        process.kill(processOf(server, cat), 'SIGSTOP');
        for (let said = 0; said < FILLING; said++) ann.send(`SAY ${TEXT}`);
        await Promise.all([
          closed(cat.socket),
          ...[ann, bob].map((member) => member.untilHeard('left', 'cat')),
        ]);
        await expectAllHeard(bob);
        hangUp(ann, bob);
      });
    });
}

async function expectAllHeard(bob: ChatMember): Promise<void> {
  await bob.untilSaid(FILLING, 'ann');
  expect(bob.saidBy('ann').map(({ sequence }) => sequence)).toEqual(
    Array.from({ length: FILLING }, (_, index) => index + 1),
  );
}

/** The process that serves a client: whichever has the other end of its connection open. */
function processOf({ pid }: RunningServer, { socket }: ChatMember): number {
  const port = (socket.localPort ?? 0).toString(16).toUpperCase().padStart(4, '0');
  const entry = readFileSync('/proc/net/tcp', 'latin1')
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .find(([, , remote]) => remote?.endsWith(`:${port}`));
  const file = `socket:[${entry?.[9]}]`;
  const owner = groupMembers(pid).find(
    (member) => member !== pid && openFiles(member).includes(file),
  );
  if (owner === undefined) throw new Error(`no process of the server has ${file}`);
  return owner;
}

function openFiles(pid: number): string[] {
  const folder = `/proc/${pid}/fd`;
  return readdirSync(folder).map((name) => {
    try {
      return readlinkSync(`${folder}/${name}`);
    } catch {
      return ''; // closed while we looked
    }
  });
}
