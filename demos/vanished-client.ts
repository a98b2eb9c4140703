import { type Claim, type Demo, figure, type Story } from './demo.ts';
import {
  type Heard,
  measureVanishedClient,
  type Noticed,
  type VanishedClientValues,
} from './experiments/vanished-client.ts';
import { showMs } from './figures.ts';

export const vanishedClient: Demo<VanishedClientValues> = {
  name: 'vanished-client',
  summary: 'what a server notices of clients that close, crash, reset, or fall silent',
  intro:
    'Clients leave in every way there is. To stand in for a machine without power, the kernel is told to throw away whatever arrives for a client, so that it neither hears nor answers. Each way, this is what the server notices.',
  measure: measureVanishedClient,
  tell,
  check,
};

function tell({ closed, killed, reset, silent, stopped, survivors }: VanishedClientValues): Story {
  const { keepAliveSeconds: seconds } = silent;
  const watched = showMs(silent.watchedMs);
  return {
    seen: [
      figure('closed: receive returned', showHeard(closed)),
      figure('killed (SIGKILL): receive returned', showHeard(killed)),
      figure('reset (SO_LINGER 0): receive returned', showHeard(reset)),
      'A process that crashes still says goodbye: its kernel closes its connections. A reset is an error of this one connection, and concerns nobody else.',
      figure(`silent: a receive within ${watched}`, showHeard(silent.receiving)),
      figure('silent: send took', `${silent.sentBytes} bytes, no error`),
      figure(`and the server heard within ${watched}`, showHeard(silent.sending)),
      figure('segments the kernel had sent again by then', silent.retransmissions),
      'A server that only receives learns nothing, and will wait for ever. One that sends sees success, because send only fills a buffer; by default Linux sends again for a quarter of an hour before it gives up (man 7 tcp, tcp_retries2).',
      figure(
        `silent, TCP_USER_TIMEOUT ${showMs(silent.userTimeoutMs)}`,
        showNoticed(silent.userTimeout),
      ),
      figure(`silent, keepalive ${seconds} s + ${seconds} s`, showNoticed(silent.keepAlive)),
      figure('stopped (SIGSTOP), the same keepalive', showNoticed(stopped)),
      'A stopped process passes every such check: keepalive is answered by its kernel, not by the program. Only a time-out of the conversation itself finds a client that is there and does nothing.',
      ...survivors.map(({ strategy, resets, nextClientServed }) =>
        figure(
          `${strategy}, after ${resets} resets`,
          nextClientServed ? 'the next client was served' : 'the next client was NOT served',
        ),
      ),
    ],
    lesson:
      'The end of a stream and a reset reach the server; silence does not. A server that waits for a silent client holds a descriptor, and perhaps a thread or process, for as long as it waits.',
    cure: 'Treat 0 bytes as the end and an error as the end of this one client. Set SO_KEEPALIVE with times that fit (the default first asks after two hours), TCP_USER_TIMEOUT where the server sends, and a time-out on every conversation.',
  };
}

function check({
  closed,
  killed,
  reset,
  silent,
  stopped,
  survivors,
}: VanishedClientValues): Claim[] {
  return [
    { claim: 'a close is the end of the stream: 0 bytes', holds: closed === 0 },
    { claim: 'so is a client that was killed', holds: killed === 0 },
    { claim: 'a reset is an error', holds: reset === 'ECONNRESET' },
    {
      claim: 'a silent client is noticed neither by receiving nor by sending',
      holds:
        silent.receiving === 'nothing' &&
        silent.sending === 'nothing' &&
        silent.sentBytes > 0 &&
        silent.retransmissions > 0,
    },
    {
      claim: 'keepalive and TCP_USER_TIMEOUT notice it',
      holds: silent.keepAlive.heard === 'ETIMEDOUT' && silent.userTimeout.heard === 'ETIMEDOUT',
    },
    {
      claim: 'keepalive does not notice a stopped process',
      holds: stopped.heard === 'nothing' && stopped.afterMs > silent.keepAlive.afterMs,
    },
    {
      claim: 'every server survives resets',
      holds: survivors.length > 0 && survivors.every(({ nextClientServed }) => nextClientServed),
    },
  ];
}

function showHeard(heard: Heard): string {
  if (heard === 'nothing') return 'nothing';
  if (heard === 0) return '0 bytes, the end of the stream';
  return typeof heard === 'number' ? `${heard} bytes` : heard;
}

function showNoticed({ heard, afterMs }: Noticed): string {
  return heard === 'nothing'
    ? `not noticed within ${showMs(afterMs)}`
    : `${showHeard(heard)} after ${showMs(afterMs)}`;
}
