import { CHAT_MESSAGE_MAX_BYTES } from './chat-reader.ts';

/**
 * What a member of a chat room says to the server: one message each, the same words whether they
 * are typed as a line or sent as a frame (`chat-reader.ts`). The whole protocol: `docs/chat.md`.
 */
export type ChatRequest =
  | { readonly verb: 'join'; readonly room: string; readonly name: string }
  | { readonly verb: 'say'; readonly text: string }
  | { readonly verb: 'who' }
  | { readonly verb: 'leave' };

/** What rooms and members can be called: nothing that a space or a terminal could misread. */
const NAME = /^[\w-]{1,32}$/;

/**
 * Longest text, bytes of UTF-8: what the others hear has the sender's name and a number before it,
 * and is no longer than a message may be.
 */
export const CHAT_TEXT_MAX_BYTES = CHAT_MESSAGE_MAX_BYTES - 64;

const USAGE = 'say JOIN <room> <name>, SAY <text>, WHO or LEAVE';

/** Reads one message; a string says what is wrong with it and what would be right. */
export function parseChatRequest(message: string): ChatRequest | string {
  const space = message.indexOf(' ');
  const verb = (space < 0 ? message : message.slice(0, space)).toUpperCase();
  const rest = space < 0 ? '' : message.slice(space + 1);
  switch (verb) {
    case 'JOIN':
      return parseJoin(rest);
    case 'SAY':
      return parseSay(rest);
    case 'WHO':
      return { verb: 'who' };
    case 'LEAVE':
      return { verb: 'leave' };
    default:
      return `what was that? ${USAGE}`;
  }
}

export function formatChatRequest(request: ChatRequest): string {
  switch (request.verb) {
    case 'join':
      return `JOIN ${request.room} ${request.name}`;
    case 'say':
      return `SAY ${request.text}`;
    default:
      return request.verb.toUpperCase();
  }
}

function parseSay(text: string): ChatRequest | string {
  if (text === '') return 'nothing was said: SAY <text>';
  if (Buffer.byteLength(text) <= CHAT_TEXT_MAX_BYTES) return { verb: 'say', text };
  return `that was more than ${CHAT_TEXT_MAX_BYTES} bytes: say it in several`;
}

function parseJoin(rest: string): ChatRequest | string {
  const [room = '', name = '', ...more] = rest.trim().split(/ +/);
  if (more.length === 0 && NAME.test(room) && NAME.test(name)) return { verb: 'join', room, name };
  return 'JOIN <room> <name>: each 1 to 32 letters, digits, - or _';
}
