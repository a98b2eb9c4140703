import {
  type ChatRequest,
  formatChatRequest,
  parseChatRequest,
} from '../protocol/chat/chat-request.ts';

/** What a line that somebody typed in a chat room asks for. */
export type ChatLine =
  | { readonly kind: 'request'; readonly request: Extract<ChatRequest, { verb: 'say' | 'who' }> }
  | { readonly kind: 'leave' | 'help' | 'nothing' }
  /** It can't be said; why, and what can. */
  | { readonly kind: 'refused'; readonly problem: string };

export const CHAT_HELP =
  'a line is said to all others; /who tells who is here; q or /leave leaves; //text says /text';

export function readChatLine(line: string): ChatLine {
  switch (line.trim()) {
    case '':
      return { kind: 'nothing' };
    case 'q':
    case '/leave':
      return { kind: 'leave' };
    case '/help':
      return { kind: 'help' };
    case '/who':
      return { kind: 'request', request: { verb: 'who' } };
  }
  if (!line.startsWith('/')) return readText(line);
  if (line.startsWith('//')) return readText(line.slice(1));
  return { kind: 'refused', problem: `there is no such command: ${CHAT_HELP}` };
}

function readText(text: string): ChatLine {
  const request = parseChatRequest(formatChatRequest({ verb: 'say', text }));
  if (typeof request === 'string') return { kind: 'refused', problem: request };
  return request.verb === 'say'
    ? { kind: 'request', request }
    : { kind: 'refused', problem: 'that can not be said' };
}
