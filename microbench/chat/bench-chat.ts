import { parseArgs } from 'node:util';
import { benchSlowReader } from './slow-reader.ts';

/**
 * What a member that has stopped reading does to the others of its room, for every strategy that
 * serves a chat. `npm run bench:chat` takes less than three minutes; `-- --rounds 1` half of that,
 * `-- --only event-loop,cluster` leaves strategies out.
 *
 * Twice: as people talk, where nothing fills within the time, because the kernel alone holds a
 * minute of it; and with messages so long that within the second the kernel's buffers (2 to 3 MiB on
 * loopback) and then the server's own queue fill, and the server lets the member go.
 */
const STRATEGIES = [
  'process-per-connection',
  'thread-per-connection',
  'event-loop',
  'worker-threads',
  'cluster',
  'worker-pool',
];

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '2' },
    only: { type: 'string', default: STRATEGIES.join(',') },
  },
});

const strategies = options.only.split(',');
const rounds = Number(options.rounds);
await benchSlowReader(
  strategies,
  rounds,
  { payloadBytes: 64, measureMs: 1_000 },
  'as people talk; the queue of a slow reader stays in the kernel',
);
await benchSlowReader(
  strategies,
  rounds,
  { payloadBytes: 16_384, measureMs: 2_500 },
  'so much that the queue of a slow reader fills',
);
