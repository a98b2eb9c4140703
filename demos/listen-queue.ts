import { type Claim, type Demo, figure, type Story } from './demo.ts';
import {
  BACKLOG,
  CLIENTS,
  type ListenQueueValues,
  measureListenQueue,
} from './experiments/listen-queue.ts';
import { showCounter, showMs } from './figures.ts';

export const listenQueue: Demo<ListenQueueValues> = {
  name: 'listen-queue',
  summary: 'how many clients may wait for accept, and what becomes of the others',
  intro: `A server calls listen with a backlog of ${BACKLOG} and then does not accept. ${CLIENTS} clients connect to it over TCP, and ${CLIENTS} over a unix socket. Then it accepts one.`,
  measure: measureListenQueue,
  tell,
  check,
};

function tell({ backlog, clients, tcp, unix, cap }: ListenQueueValues): Story {
  return {
    seen: [
      figure('clients that connected over TCP', `${tcp.connected} of ${clients}`),
      figure('of them in the queue, says the kernel', tcp.inQueue),
      figure(`still connecting after ${showMs(tcp.waitedMs)}`, tcp.stillConnecting),
      figure('queue overflows (ListenOverflows)', showCounter(tcp.overflows)),
      `A backlog of ${backlog} holds ${tcp.inQueue}: Linux refuses only when the queue is longer than the backlog, so it holds one more. Those clients are connected, and may even send, though the server has never heard of them. For the others the kernel throws the request away and says nothing: their connect does not return, and their own kernel asks again after 1 s, and later ever more rarely.`,
      figure(
        'after one accept, the next came in within',
        tcp.nextConnectedMs === null ? 'nobody came' : showMs(tcp.nextConnectedMs),
      ),
      'One accept makes one place, but nobody tells those who wait: the next comes in when it happens to ask again. That is why a full queue is felt as pauses of a second and more.',
      figure('clients that connected over a unix socket', `${unix.connected} of ${clients}`),
      figure('the others were told at once', [...new Set(unix.refusedWith)].join(', ')),
      figure(`listen asked for ${cap.asked}, the kernel kept`, cap.kept),
      figure('net.core.somaxconn, the most it keeps', showCounter(cap.somaxconn)),
    ],
    lesson:
      'The backlog counts finished connections that wait for accept. When they are too many, TCP clients are neither served nor refused: they retry, slowly. A blocking connect over a unix socket waits instead.',
    cure: 'Accept quickly and serve elsewhere (a process, a thread, an event loop). Ask for a backlog that holds a burst, and raise net.core.somaxconn when it is the smaller one. Give clients a time-out for connect.',
  };
}

function check({ backlog, clients, tcp, unix, cap }: ListenQueueValues): Claim[] {
  return [
    {
      claim: `a backlog of ${backlog} holds ${backlog + 1} connections`,
      holds: tcp.connected === backlog + 1 && tcp.inQueue === backlog + 1,
    },
    {
      claim: 'clients beyond it wait in connect',
      holds: tcp.stillConnecting === clients - tcp.connected,
    },
    {
      claim: 'the kernel counts each of them as an overflow',
      holds: tcp.overflows === null || tcp.overflows >= tcp.stillConnecting,
    },
    { claim: 'one accept lets the next in', holds: tcp.nextConnectedMs !== null },
    {
      claim: 'over a unix socket they are refused at once',
      holds: unix.connected === backlog + 1 && unix.refusedWith.every((code) => code === 'EAGAIN'),
    },
    {
      claim: 'the kernel caps the backlog at net.core.somaxconn',
      holds: cap.somaxconn === null || cap.kept === Math.min(cap.asked, cap.somaxconn),
    },
  ];
}
