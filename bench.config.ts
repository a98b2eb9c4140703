import { defineBench } from 'echosounder';

/**
 * The experiment that `npm run bench` runs: the whole progression, from a server that serves one
 * client once to the event loop and many processes, with the question that each part answers.
 */
export default defineBench({
  name: 'The concurrency progression',
  repetitions: 5,
  scenarios: [
    {
      name: 'conversation',
      question: '64 clients keep talking: how many are served, and what does a message cost?',
      strategies: 'all',
      workload: { kind: 'conversation', payloadBytes: 64 },
      load: { loop: 'closed', connections: 64 },
      warmup: '150ms',
      measure: '600ms',
    },
    {
      name: 'churn',
      question: 'Every message comes on a new connection: what does accepting a client cost?',
      // worker-pool is an event loop where nothing is computed, here and in the chat.
      strategies: [
        'connection-loop',
        'conversation-loop',
        'process-per-connection',
        'thread-per-connection',
        'event-loop',
        'worker-threads',
        'cluster',
      ],
      workload: { kind: 'churn', payloadBytes: 64 },
      // The pause keeps the load itself from being the limit: a connection costs the client as much.
      load: { loop: 'closed', connections: 16, thinkTime: '10ms' },
      warmup: '150ms',
      measure: '800ms',
    },
    {
      name: 'offered-load',
      question: 'Messages come on their own schedule: how does latency grow with the offered load?',
      strategies: ['thread-per-connection', 'event-loop', 'worker-threads', 'cluster'],
      workload: { kind: 'conversation', payloadBytes: 64 },
      load: {
        loop: 'open',
        connections: 16,
        offeredRatesPerSec: ['5k', '10k', '20k'],
        keep: 'p99<5ms',
      },
      warmup: '150ms',
      measure: '500ms',
    },
    {
      name: 'stream',
      question: 'Eight clients send and receive in bulk: what does moving bytes cost?',
      strategies: ['thread-per-connection', 'event-loop', 'worker-threads', 'cluster'],
      workload: { kind: 'stream', payloadBytes: 65_536 },
      load: { loop: 'closed', connections: 8, depth: 16 },
      warmup: '150ms',
      measure: '500ms',
    },
    {
      name: 'work',
      question: 'Every message takes half a millisecond of computation: who blocks whom?',
      strategies: [
        'conversation-loop',
        'thread-per-connection',
        'event-loop',
        'worker-threads',
        'cluster',
        'worker-pool',
      ],
      service: 'work',
      workload: { kind: 'conversation', payloadBytes: 64 },
      load: { loop: 'closed', connections: 16 },
      warmup: '150ms',
      measure: '600ms',
    },
    {
      name: 'datagrams',
      question: 'Nobody connects, and nobody waits: what is lost as more and more is sent?',
      strategies: ['conversation-loop', 'event-loop', 'cluster'],
      transport: 'udp',
      workload: { kind: 'conversation', payloadBytes: 64 },
      load: { loop: 'open', connections: 16, offeredRatesPerSec: ['20k', '100k'] },
      warmup: '150ms',
      measure: '400ms',
      drain: '300ms',
    },
    {
      name: 'chat-room-of-10',
      question: 'What one member says, nine others hear: what does a delivery cost?',
      strategies: [
        'process-per-connection',
        'thread-per-connection',
        'event-loop',
        'worker-threads',
        'cluster',
      ],
      workload: { kind: 'chat', membersPerRoom: 10, speakersPerRoom: 2, payloadBytes: 64 },
      // Far from every limit, so that all strategies deliver the same, and what it costs them shows.
      load: { loop: 'open', offeredRatesPerSec: [400] },
      warmup: '150ms',
      measure: '500ms',
    },
    {
      name: 'chat-room-of-100',
      question: 'What one member says, 99 others hear: who hears it last, and how late?',
      // A hundred processes take over three seconds to be there, a hundred threads two and a GiB.
      strategies: [
        'process-per-connection',
        'thread-per-connection',
        'event-loop',
        'worker-threads',
        'cluster',
      ],
      workload: { kind: 'chat', membersPerRoom: 100, speakersPerRoom: 2, payloadBytes: 64 },
      load: { loop: 'open', offeredRatesPerSec: [100] },
      warmup: '150ms',
      measure: '600ms',
    },
  ],
  /** `npx echosounder gate --base main` compares these with main: did a change make one slower? */
  gate: {
    strategies: [
      'process-per-connection',
      'thread-per-connection',
      'event-loop',
      'worker-threads',
      'cluster',
      'worker-pool',
    ],
    connections: 16,
    warmup: '200ms',
    measure: '600ms',
  },
});
