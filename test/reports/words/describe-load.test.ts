import { expect, test } from 'vitest';
import { describeConditions } from '../../../reports/words/describe-load.ts';
import { makeTrial } from '../../results/make-trial.ts';

test('the conditions of a scenario are told once, and what differs with or', () => {
  const { trial } = makeTrial();
  const open = { loop: 'open', connections: 16, arrivals: 'poisson' } as const;
  const trials = [5_000, 20_000].flatMap((offeredRatePerSec) =>
    [0, 1, 2].map((repetition) => ({
      ...trial,
      repetition,
      load: { ...open, offeredRatePerSec },
      timing: { ...trial.timing, warmupNs: 0, measureNs: 3e9 },
    })),
  );
  expect(describeConditions(trials)).toBe(
    'Conversation of 64 B messages, service echo, TCP, open loop on 16 connections, 5.00 k/s offered (poisson) or 20.0 k/s offered (poisson), no warm-up and 3 s measured, 3 trials of each.',
  );
});
