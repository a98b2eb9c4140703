import type { ChatNews } from '../protocol/chat/chat-news.ts';
import { cleanText } from './clean-bytes.ts';
import { SequenceWatch } from './sequence-watch.ts';

/** What a member is told, in the order in which it is shown. */
export interface Told {
  /** `doubt`: something that a server must not do. */
  readonly kind: 'words' | 'event' | 'doubt';
  readonly text: string;
}

const QUOTED_MAX = 60;

/** Tells what happens in a room, and doubts what can't have happened. Pure but for its memory. */
export class RoomTale {
  readonly #sequences = new SequenceWatch();

  /** `news` is null for a message that is none of the protocol's. */
  tell(message: string, news: ChatNews | null): readonly Told[] {
    return this.#tell(message, news).map(({ kind, text }) => ({ kind, text: cleanText(text) }));
  }

  #tell(message: string, news: ChatNews | null): readonly Told[] {
    switch (news?.verb) {
      case 'said': {
        const { name, sequence, text } = news;
        const words: Told = { kind: 'words', text: `${name}: ${text}` };
        const doubt = this.#sequences.heard(name, sequence);
        return doubt === null ? [words] : [{ kind: 'doubt', text: doubt }, words];
      }
      case 'came':
        this.#sequences.came(news.name);
        return [{ kind: 'event', text: `${news.name} came` }];
      case 'left':
        this.#sequences.left(news.name);
        return [{ kind: 'event', text: `${news.name} left` }];
      case 'present':
        return [{ kind: 'event', text: `here: ${listNames(news)}` }];
      case 'error':
        return [{ kind: 'doubt', text: `the server refused it: ${news.problem}` }];
      default:
        return [{ kind: 'doubt', text: `the server said what is no chat: '${excerpt(message)}'` }];
    }
  }
}

function listNames({ names, more }: Extract<ChatNews, { verb: 'present' }>): string {
  return more === undefined ? names.join(', ') : `${names.join(', ')} and ${more} more`;
}

/** The beginning of it, if it is long. */
export function excerpt(message: string): string {
  const start = message.length > QUOTED_MAX ? `${message.slice(0, QUOTED_MAX)}…` : message;
  return cleanText(start);
}
