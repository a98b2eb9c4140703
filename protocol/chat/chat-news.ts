import { CHAT_MESSAGE_MAX_BYTES } from './chat-reader.ts';

/** What the server says to a member of a chat room, one message each. */
export type ChatNews =
  /** To the one who joined: how many are in the room now, this one among them. */
  | {
      readonly verb: 'joined';
      readonly room: string;
      readonly name: string;
      readonly members: number;
    }
  /** To all others, and in the case of `left` also to the one who leaves. */
  | { readonly verb: 'came' | 'left'; readonly name: string }
  /** To all others. `sequence` counts what this member said since joining, from 1. */
  | {
      readonly verb: 'said';
      readonly name: string;
      readonly sequence: number;
      readonly text: string;
    }
  /** `more`: how many are there whose names the message could not hold. */
  | { readonly verb: 'present'; readonly names: readonly string[]; readonly more?: number }
  | { readonly verb: 'error'; readonly problem: string };

export function formatChatNews(news: ChatNews): string {
  switch (news.verb) {
    case 'joined':
      return `JOINED ${news.room} ${news.name} ${news.members}`;
    case 'came':
      return `CAME ${news.name}`;
    case 'left':
      return `LEFT ${news.name}`;
    case 'said':
      return `SAID ${news.name} ${news.sequence} ${news.text}`;
    case 'present':
      return ['PRESENT', ...news.names, ...(news.more === undefined ? [] : [`+${news.more}`])].join(
        ' ',
      );
    case 'error':
      return `ERROR ${news.problem}`;
  }
}

/** `PRESENT`, a space, and `+` with the number of those who are not named. */
const PRESENT_EXTRA_BYTES = 'PRESENT'.length + ' +'.length + 15;

/** Who is in a room: as many names as a message may have, and how many more there are. */
export function presentNews(names: readonly string[]): Extract<ChatNews, { verb: 'present' }> {
  let bytes = PRESENT_EXTRA_BYTES;
  let count = 0;
  for (const name of names) {
    bytes += 1 + name.length; // names are ASCII
    if (bytes > CHAT_MESSAGE_MAX_BYTES) break;
    count += 1;
  }
  if (count === names.length) return { verb: 'present', names };
  return { verb: 'present', names: names.slice(0, count), more: names.length - count };
}

/** Reads one message; null when a server of ours would not have said it. */
export function parseChatNews(message: string): ChatNews | null {
  const [verb = '', first = '', second = '', third = ''] = message.split(' ', 4);
  switch (verb) {
    case 'JOINED':
      return isCount(third)
        ? { verb: 'joined', room: first, name: second, members: Number(third) }
        : null;
    case 'CAME':
    case 'LEFT':
      return first === '' ? null : { verb: verb === 'CAME' ? 'came' : 'left', name: first };
    case 'SAID': {
      const textStart = verb.length + first.length + second.length + 3;
      return isCount(second)
        ? { verb: 'said', name: first, sequence: Number(second), text: message.slice(textStart) }
        : null;
    }
    case 'PRESENT':
      return parsePresent(message.split(' ').slice(1));
    case 'ERROR':
      return { verb: 'error', problem: message.slice(verb.length + 1) };
    default:
      return null;
  }
}

/** A plus is in no name. */
function parsePresent(words: readonly string[]): ChatNews {
  const [, more = ''] = /^\+([1-9]\d{0,14})$/.exec(words.at(-1) ?? '') ?? [];
  if (more === '') return { verb: 'present', names: words };
  return { verb: 'present', names: words.slice(0, -1), more: Number(more) };
}

function isCount(text: string): boolean {
  return /^[1-9]\d{0,14}$/.test(text);
}
