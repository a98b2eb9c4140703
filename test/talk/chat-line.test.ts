import { expect, test } from 'vitest';
import { readChatLine } from '../../talk/chat-line.ts';

test.each([
  ['hello', { kind: 'request', request: { verb: 'say', text: 'hello' } }],
  ['  two  spaces ', { kind: 'request', request: { verb: 'say', text: '  two  spaces ' } }],
  ['//who', { kind: 'request', request: { verb: 'say', text: '/who' } }],
  ['WHO', { kind: 'request', request: { verb: 'say', text: 'WHO' } }],
  ['quit', { kind: 'request', request: { verb: 'say', text: 'quit' } }],
  ['/who', { kind: 'request', request: { verb: 'who' } }],
  [' q ', { kind: 'leave' }],
  ['/leave', { kind: 'leave' }],
  ['/help', { kind: 'help' }],
  ['   ', { kind: 'nothing' }],
])('%j is read as %j', (line, read) => {
  expect(readChatLine(line)).toEqual(read);
});

test('an unknown command is not said to the others, and what there is is told', () => {
  expect(readChatLine('/whom')).toEqual({
    kind: 'refused',
    problem: expect.stringContaining('/leave'),
  });
});

test('what is too long is refused by its bytes, not its letters', () => {
  expect(readChatLine('x'.repeat(65_471)).kind).toBe('request');
  expect(readChatLine('é'.repeat(32_736)).kind).toBe('refused');
});
