import { type Claim, type Demo, figure, type Story } from './demo.ts';
import { type Cure, type DeadlockValues, measureDeadlock } from './experiments/deadlock.ts';
import { showBytes, showMs } from './figures.ts';

export const deadlock: Demo<DeadlockValues> = {
  name: 'deadlock',
  summary: 'both ends write, neither reads, both stop; and each of the cures',
  intro:
    'Two ends of a TCP connection write to each other, and neither reads, until neither can write any more. Then the cures are tried one by one.',
  measure: measureDeadlock,
  tell,
  check,
};

function tell(values: DeadlockValues): Story {
  const { stuck, standstillMs, timeout } = values;
  return {
    seen: [
      figure('one end had sent, when it had to stop', showBytes(stuck.client)),
      figure('the other end', showBytes(stuck.server)),
      figure('then neither could send a byte for', showMs(standstillMs)),
      'What is sent and not read lies in two buffers: the send buffer here, the receive buffer there. When they are full, send waits until the other end reads. If that one waits in send too, both wait for ever, without an error and without using the CPU.',
      figure('a client had sent to an echo server', showBytes(values.echo.sentBytes)),
      `It takes no ill will: this client sends all before it reads, and a server that echoes does the rest. It ${values.echo.isStuck ? 'stopped as well' : 'did NOT stop'}. Now the cures:`,
      figure('read after every send: each way', showCure(values.readAfterEverySend)),
      figure('send less: each way', showCure(values.sendLess)),
      figure('read while writing: each way', showCure(values.readWhileWriting)),
      figure(
        `a time-out of ${showMs(timeout.timeoutMs)} on send freed`,
        `${timeout.endsThatGaveUp} of 2 ends`,
      ),
      'The time-out frees whoever waits, but the message is then sent in part, and nobody knows which: the connection is of no use any more.',
    ],
    lesson:
      'Send is not free: it waits for a peer that reads. Tests with small messages never see this, because the buffers hold them.',
    cure: 'Read after every send, or read and write at the same time (a second thread, or non-blocking sockets and an event loop). To send less helps only while the buffers hold it, and their size is the choice of the machine. Set time-outs all the same.',
  };
}

function check({
  stuck,
  echo,
  readAfterEverySend,
  sendLess,
  readWhileWriting,
  timeout,
}: DeadlockValues): Claim[] {
  const most = Math.max(stuck.client, stuck.server);
  const outdoes = ({ done, bytesEachWay }: Cure) => done && bytesEachWay > most;
  return [
    {
      claim: 'two ends that only write come to a stop',
      holds: stuck.client > 0 && stuck.server > 0 && stuck.stoodStill,
    },
    { claim: 'so does a client that sends all to an echo server first', holds: echo.isStuck },
    {
      claim: 'read after every send carries more than the buffers hold',
      holds: outdoes(readAfterEverySend),
    },
    {
      claim: 'read while writing carries more than the buffers hold',
      holds: outdoes(readWhileWriting),
    },
    {
      claim: 'to send less works where the buffers hold it',
      holds: sendLess.done && sendLess.bytesEachWay < most,
    },
    { claim: 'a time-out frees both ends', holds: timeout.endsThatGaveUp === 2 },
  ];
}

function showCure({ bytesEachWay, done }: Cure): string {
  return `${showBytes(bytesEachWay)}, ${done ? 'all arrived' : 'NOT all arrived'}`;
}
