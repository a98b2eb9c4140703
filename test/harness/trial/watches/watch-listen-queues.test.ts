import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { watchListenQueues } from '../../../../harness/trial/watches/watch-listen-queues.ts';
import { nodeEngine } from '../../../../loadgen/node-engine/node-engine.ts';
import { unsupportedReason } from '../../../../sockets/libc.ts';
import { Socket } from '../../../../sockets/socket.ts';
import { onThisThread, planLoad, runShare } from '../../../loadgen/run-share.ts';

describe('the counters of full listen queues', () => {
  test('say nothing about a server elsewhere, or about a unix socket', () => {
    const elsewhere = { transport: 'tcp', host: '192.0.2.1', port: 7 } as const;
    expect(watchListenQueues(elsewhere).read()).toBeNull();
    expect(watchListenQueues({ transport: 'unix', path: '/tmp/s' }).read()).toBeNull();
  });
});

const reason = unsupportedReason();

test.skipIf(reason !== null)(
  `a client that finds the queue full is counted, and connects a second later${reason === null ? '' : `: ${reason}`}`,
  async () => {
    const target = { transport: 'tcp', host: '127.0.0.1', port: 0 } as const;
    const listener = Socket.create('inet', 'stream');
    const taken: Socket[] = [];
    try {
      listener.bind({ host: target.host, port: 0 });
      listener.listen(1);
      const name = listener.socketName();
      const port = 'port' in name ? name.port : 0;
      // A backlog of 1 holds two (man 2 listen, and one more than it says).
      for (let i = 0; i < 2; i += 1) taken.push(connect(port));
      const queues = watchListenQueues(target);
      const plan = planLoad({
        target: { ...target, port },
        load: { loop: 'closed', connections: 1, depth: 1, thinkTimeNs: 0 },
      });
      const isOpen = ({ established }: { established: number }) => established === 1;
      const running = runShare(onThisThread(nodeEngine), plan, isOpen);
      while (!isConnecting(port)) await sleep(5);
      for (let i = 0; i < 2; i += 1) taken.push(listener.accept().connection);
      const { times } = await running;
      expect(times.connectTimeNs?.min).toBeGreaterThan(0.9e9);
      expect(queues.read()?.overflows).toBeGreaterThan(0);
      expect(queues.read()?.drops).toBeGreaterThan(0);
    } finally {
      for (const socket of taken) socket.close();
      listener.close();
    }
  },
);

function connect(port: number): Socket {
  const socket = Socket.create('inet', 'stream');
  socket.connect({ host: '127.0.0.1', port });
  return socket;
}

/** Whether a client's SYN to `port` has had no answer: state 02, SYN_SENT (man 5 proc_pid_net). */
function isConnecting(port: number): boolean {
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  return readFileSync('/proc/net/tcp', 'utf8').includes(`:${hex} 02 `);
}
