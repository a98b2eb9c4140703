import type { AddressInUseValues } from '../../demos/experiments/address-in-use.ts';
import type { DatagramLossValues } from '../../demos/experiments/datagram-loss.ts';
import type { DeadlockValues } from '../../demos/experiments/deadlock.ts';
import type { IdleCostValues } from '../../demos/experiments/idle-cost.ts';
import type { ListenQueueValues } from '../../demos/experiments/listen-queue.ts';
import type { SplitAndGluedValues } from '../../demos/experiments/split-and-glued.ts';
import type { VanishedClientValues } from '../../demos/experiments/vanished-client.ts';

/** What each experiment measured once: narrations and claims are tested on it without waiting. */

export const LISTEN_QUEUE: ListenQueueValues = {
  backlog: 4,
  clients: 8,
  tcp: {
    connected: 5,
    stillConnecting: 3,
    waitedMs: 250,
    inQueue: 5,
    overflows: 3,
    nextConnectedMs: 276.4,
  },
  unix: { connected: 5, refusedWith: ['EAGAIN', 'EAGAIN', 'EAGAIN'] },
  cap: { asked: 1_000_000, kept: 4096, somaxconn: 4096 },
};

export const ADDRESS_IN_USE: AddressInUseValues = {
  whileListening: { plain: 'EADDRINUSE', bothReuseAddress: 'EADDRINUSE', bothReusePort: null },
  restarts: [
    { closedFirst: 'client', oldReuses: false, newReuses: false, inTimeWait: 0, outcome: null },
    {
      closedFirst: 'server',
      oldReuses: false,
      newReuses: false,
      inTimeWait: 1,
      outcome: 'EADDRINUSE',
    },
    {
      closedFirst: 'server',
      oldReuses: false,
      newReuses: true,
      inTimeWait: 1,
      outcome: 'EADDRINUSE',
    },
    { closedFirst: 'server', oldReuses: true, newReuses: true, inTimeWait: 1, outcome: null },
  ],
};

export const SPLIT_AND_GLUED: SplitAndGluedValues = {
  split: { sentBytes: 10_000, bufferBytes: 4096, received: [4096, 4096, 1808] },
  glued: { sends: 10, bytesEach: 100, receivedBytes: 1000 },
  partial: { sent: 'Hello, world', askedBytes: 5, first: 'Hello', second: ', world' },
  framed: { pieces: ['hel', 'lo\nwor', 'ld\nb', 'ye\n'], lines: ['hello', 'world', 'bye'] },
};

export const DEADLOCK: DeadlockValues = {
  standstillMs: 200,
  stuck: { client: 4_022_272, server: 3_910_656, stoodStill: true },
  echo: { sentBytes: 6_045_696, isStuck: true },
  readAfterEverySend: { bytesEachWay: 8_044_544, done: true },
  sendLess: { bytesEachWay: 16_384, done: true },
  readWhileWriting: { bytesEachWay: 8_044_544, done: true },
  timeout: { timeoutMs: 200, endsThatGaveUp: 2 },
};

export const VANISHED_CLIENT: VanishedClientValues = {
  closed: 0,
  reset: 'ECONNRESET',
  killed: 0,
  silent: {
    watchedMs: 2539.2,
    receiving: 'nothing',
    sentBytes: 14,
    sending: 'nothing',
    retransmissions: 4,
    keepAlive: { heard: 'ETIMEDOUT', afterMs: 2038.4 },
    keepAliveSeconds: 1,
    userTimeout: { heard: 'ETIMEDOUT', afterMs: 1430.4 },
    userTimeoutMs: 1000,
  },
  stopped: { heard: 'nothing', afterMs: 2539.2 },
  survivors: [
    { strategy: 'conversation-loop', resets: 3, nextClientServed: true },
    { strategy: 'event-loop', resets: 3, nextClientServed: true },
  ],
};

export const DATAGRAM_LOSS: DatagramLossValues = {
  datagrams: 1000,
  datagramBytes: 200,
  bufferBytes: 65_536,
  sentWithoutError: 1000,
  received: 51,
  receiveBufferErrors: 949,
  afterTheLast: 'timed out',
  timeoutMs: 200,
  resent: { rounds: 20, sent: 10_310, receivedOnce: 1000 },
};

export const IDLE_COST: IdleCostValues = {
  watchedMs: 1000,
  servers: [
    { strategy: 'conversation-loop', processes: 1, cpuMs: 0 },
    { strategy: 'cluster', processes: 3, cpuMs: 0.04 },
  ],
  polling: { watchedMs: 200.07, cpuMs: 193.8, asked: 11_917 },
};
