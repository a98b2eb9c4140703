/**
 * A server of yours beside a built-in one, and gated. In this folder:
 *
 *     npx echosounder run --quick
 *     npx echosounder gate --base HEAD
 *
 * Copied beside your server, it needs the command changed and no more; `docs/config.md` has all keys.
 */
const mine = { name: 'mine', command: ['node', 'server.mjs', '{port}'] };

export default {
  name: 'A server of my own',
  scenarios: [
    {
      name: 'at-most',
      question: 'What can it do at most, beside the built-in event loop?',
      strategies: [mine, 'event-loop'],
      workload: { kind: 'conversation' },
      load: { loop: 'closed', connections: 64 },
    },
    {
      name: 'on-schedule',
      question: 'How long do users wait who come on their own schedule?',
      strategies: [mine, 'event-loop'],
      workload: { kind: 'conversation' },
      load: { loop: 'open', connections: 16, offeredRatesPerSec: ['2k', '5k'], keep: 'p99<5ms' },
    },
  ],
  gate: { strategies: [mine] },
};
