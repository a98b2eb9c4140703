import { expect, test } from 'vitest';
import { type BuiltInOptions, commandForSide } from '../../../harness/gate/side-server.ts';

const OPTIONS: BuiltInOptions = {
  service: 'echo',
  transport: 'tcp',
  host: '127.0.0.1',
  backlog: 511,
  workers: 2,
  work: { rounds: 812, messageBytes: 64 },
};

test('both sides are told how much to compute, and not left to find it out', () => {
  const [base, head] = ['/base', '/head'].map(
    (folder) => commandForSide(folder, 'event-loop', { ...OPTIONS, service: 'work' }).command,
  );
  expect(base?.join(' ')).toContain('--service work --transport tcp');
  expect(base?.join(' ')).toContain('--work-rounds 812 --message-bytes 64');
  expect(base?.slice(1)).toEqual(head?.slice(1));
});

test('a server that computes nothing is told nothing of it', () => {
  expect(commandForSide('/base', 'event-loop', OPTIONS).command.join(' ')).not.toContain('work-');
});
