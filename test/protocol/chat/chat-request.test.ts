import { describe, expect, test } from 'vitest';
import {
  type ChatNews,
  formatChatNews,
  parseChatNews,
  presentNews,
} from '../../../protocol/chat/chat-news.ts';
import { CHAT_MESSAGE_MAX_BYTES } from '../../../protocol/chat/chat-reader.ts';
import {
  type ChatRequest,
  formatChatRequest,
  parseChatRequest,
} from '../../../protocol/chat/chat-request.ts';

describe('a request', () => {
  test.each<ChatRequest>([
    { verb: 'join', room: 'tea', name: 'ann' },
    { verb: 'say', text: 'hello,  all of you ' },
    { verb: 'who' },
    { verb: 'leave' },
  ])('%o reads back as it was written', (request) => {
    expect(parseChatRequest(formatChatRequest(request))).toEqual(request);
  });

  test('may be typed in small letters, with room to spare', () => {
    expect(parseChatRequest('join  tea   ann ')).toEqual({
      verb: 'join',
      room: 'tea',
      name: 'ann',
    });
  });

  test.each([
    ['HELLO', /what was that\? say JOIN/],
    ['JOIN tea', /JOIN <room> <name>/],
    ['JOIN tea ann bob', /JOIN <room> <name>/],
    ['JOIN tea a\u001bnn', /letters, digits/],
    [`JOIN tea ${'a'.repeat(33)}`, /1 to 32/],
    ['SAY ', /nothing was said/],
  ])('%j is refused with what would be right', (message, problem) => {
    expect(parseChatRequest(message)).toMatch(problem);
  });
});

describe('news', () => {
  test.each<ChatNews>([
    { verb: 'joined', room: 'tea', name: 'ann', members: 12 },
    { verb: 'came', name: 'bob' },
    { verb: 'left', name: 'bob' },
    { verb: 'said', name: 'bob', sequence: 7, text: ' 8 of  us ' },
    { verb: 'present', names: ['ann', 'bob'] },
    { verb: 'present', names: ['ann', 'bob'], more: 12 },
    { verb: 'error', problem: 'ann is taken in tea: choose another name' },
  ])('%o reads back as it was written', (news) => {
    expect(parseChatNews(formatChatNews(news))).toEqual(news);
  });

  test.each(['', 'HELLO', 'SAID bob', 'SAID bob x hi', 'SAID bob 0 hi', 'JOINED tea ann', 'CAME'])(
    '%j is nothing that a server says',
    (message) => {
      expect(parseChatNews(message)).toBeNull();
    },
  );

  test('who is present is told in one message, however many they are', () => {
    const names = Array.from({ length: 5000 }, (_, index) => `${index}`.padStart(32, 'x'));
    const news = presentNews(names);
    expect(news.names).toEqual(names.slice(0, news.names.length));
    expect(news.names.length + (news.more ?? 0)).toBe(names.length);
    const bytes = Buffer.byteLength(formatChatNews(news));
    expect(bytes).toBeLessThanOrEqual(CHAT_MESSAGE_MAX_BYTES);
    expect(bytes).toBeGreaterThan(CHAT_MESSAGE_MAX_BYTES - 64);
    expect(presentNews(names.slice(0, 1000))).toEqual({
      verb: 'present',
      names: names.slice(0, 1000),
    });
  });
});
