import { membersOf, slowReadersMax } from '../../loadgen/chat/seats.ts';
import { HEADER_BYTES } from '../../protocol/message.ts';
import type { Workload } from '../../results/trial.ts';

type ChatWorkload = Extract<Workload, { kind: 'chat' }>;

export interface ChatProblem {
  /** The part of the workload that is wrong. */
  readonly key: Exclude<keyof ChatWorkload, 'kind'>;
  readonly problem: string;
}

const MEMBERS_MAX = 100_000;
/** A message has at most 65,535 bytes (docs/chat.md), and `SAID`, name and sequence are of them. */
const PAYLOAD_MAX_BYTES = 65_000;

/** What is wrong with the numbers of a chat, taken together. */
export function findChatProblems(workload: ChatWorkload): ChatProblem[] {
  const { membersPerRoom, speakersPerRoom, payloadBytes, slowReaders } = workload;
  const problems: (ChatProblem & { readonly isSo: boolean })[] = [
    {
      key: 'rooms',
      isSo: membersOf(workload) > MEMBERS_MAX,
      problem: `expected rooms of ${membersPerRoom} members with ${MEMBERS_MAX} members at most in all of them`,
    },
    {
      key: 'speakersPerRoom',
      isSo: speakersPerRoom > membersPerRoom,
      problem: `expected at most ${membersPerRoom} speakers in a room of ${membersPerRoom} members`,
    },
    {
      key: 'slowReaders',
      isSo: slowReaders > slowReadersMax(workload),
      problem: `expected at most ${slowReadersMax(workload)} slow readers: speakers read, and each speaks to somebody who does`,
    },
    {
      key: 'payloadBytes',
      isSo: payloadBytes < HEADER_BYTES || payloadBytes > PAYLOAD_MAX_BYTES,
      problem: `expected ${HEADER_BYTES} to ${PAYLOAD_MAX_BYTES} bytes: what is said bears its sequence and its speaker`,
    },
  ];
  return problems.filter(({ isSo }) => isSo).map(({ key, problem }) => ({ key, problem }));
}
