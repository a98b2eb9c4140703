import { expect, test } from 'vitest';
import { parseHostMessage } from '../../../servers/hosting/host-message.ts';

test.each([
  { listening: 'tcp://127.0.0.1:80' },
  { connectionsPerWorker: [] },
  { connectionsPerWorker: [3, 0] },
  { datagramsPerWorker: [{ peers: 2, datagrams: 5 }] },
  { disconnectedSlowReaders: 2 },
  { error: { code: 'EADDRINUSE', message: 'in use' } },
])('%o is understood', (message) => {
  expect(parseHostMessage(JSON.stringify(message))).toEqual(message);
});

test.each([
  '',
  'listening',
  'null',
  '[]',
  '{}',
  '{"listening":1}',
  '{"connectionsPerWorker":[-1]}',
  '{"connectionsPerWorker":["1"]}',
  '{"datagramsPerWorker":[{"peers":1}]}',
  '{"datagramsPerWorker":[null]}',
  '{"disconnectedSlowReaders":-1}',
  '{"error":{"code":"E"}}',
])('%o is refused', (line) => {
  expect(() => parseHostMessage(line)).toThrow();
});
