import type { Command } from 'commander';
import { findChatProblems } from '../../harness/config/chat-fit.ts';
import type { Workload } from '../../results/trial.ts';
import { UsageError } from '../usage-error.ts';
import { refuseWritten } from './check-options.ts';
import { readCount } from './parse-option.ts';

export interface ChatOptions {
  readonly rooms: number;
  readonly members: number;
  readonly speakers: number;
  readonly slowReaders: number;
}

const CHAT_OPTIONS = ['rooms', 'members', 'speakers', 'slowReaders'] as const;
const FLAGS = {
  rooms: '--rooms',
  membersPerRoom: '--members',
  speakersPerRoom: '--speakers',
  slowReaders: '--slow-readers',
  payloadBytes: '--size',
} as const;

export function addChatOptions(command: Command): Command {
  return command
    .option('--rooms <count>', 'chat: rooms', readCount(1, 50_000), 1)
    .option('--members <count>', 'chat: members of each room', readCount(2, 100_000), 10)
    .option('--speakers <count>', 'chat: those of them who speak', readCount(1, 100_000), 1)
    .option(
      '--slow-readers <count>',
      'chat: members in all that stop reading once they have joined',
      readCount(0, 100_000),
      0,
    );
}

/** Options that say nothing about a chat, or about anything else. */
export function refuseAroundChat(
  command: Command,
  workload: Workload['kind'],
  rate: number | undefined,
): void {
  if (workload !== 'chat') {
    refuseWritten(
      command,
      CHAT_OPTIONS,
      (flag) => `${flag} is for --workload chat: the workload ${workload} knows no rooms`,
    );
    return;
  }
  refuseWritten(
    command,
    ['connections'],
    (flag) => `${flag} follows from --rooms and --members: a member is a connection`,
  );
  refuseWritten(
    command,
    ['depth'],
    (flag) => `${flag} has no meaning for --workload chat: messages leave on schedule`,
  );
  if (rate === undefined) {
    throw new UsageError(
      '--workload chat needs --rate: how many messages are said per second in all rooms together',
    );
  }
}

export function readChatWorkload(
  { rooms, members, speakers, slowReaders }: ChatOptions,
  payloadBytes: number,
): Extract<Workload, { kind: 'chat' }> {
  const workload = {
    kind: 'chat',
    rooms,
    membersPerRoom: members,
    speakersPerRoom: speakers,
    payloadBytes,
    slowReaders,
  } as const;
  const problems = findChatProblems(workload).map(
    ({ key, problem }) => `${FLAGS[key]}: ${problem}`,
  );
  if (problems.length > 0) throw new UsageError(problems.join('; '));
  return workload;
}
