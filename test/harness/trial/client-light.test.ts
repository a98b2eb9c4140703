import { describe, expect, test } from 'vitest';
import { type ClientState, lookAtClient } from '../../../harness/trial/client-light.ts';

const CLOSED = { loop: 'closed', connections: 8, depth: 1, thinkTimeNs: 0 } as const;
const OPEN = {
  loop: 'open',
  connections: 8,
  offeredRatePerSec: 1000,
  arrivals: 'poisson',
} as const;

function look(
  busyCpus: number | null,
  serverBusy: number | null,
  changes: Partial<ClientState> = {},
) {
  return lookAtClient({
    load: CLOSED,
    loadThreads: 1,
    serverCpus: 1,
    server: serverBusy === null ? null : { busyCpus: serverBusy, rssBytes: 1 },
    progress: { phase: 'measuring', sent: 1000, sentLate: 0, busyCpus },
    ...changes,
  });
}

describe('the light of a client', () => {
  test('is clear while it has CPU to spare, or the server has none', () => {
    expect(look(0.7, 0.5)).toBe('clear');
    expect(look(0.99, 0.99)).toBe('clear');
  });

  test('says bound when it has none while the server has, or the server is not ours', () => {
    expect(look(0.95, 0.5)).toBe('bound');
    expect(look(0.95, null)).toBe('bound');
  });

  test('says near when both sides are close to their limit', () => {
    expect(look(0.95, 0.8)).toBe('near');
  });

  test('knows of several load threads and several CPUs of a server', () => {
    expect(look(0.95, 0.5, { loadThreads: 2 })).toBe('clear');
    expect(look(0.95, 0.95, { serverCpus: 2 })).toBe('bound');
  });

  test('of an open loop, which may poll, goes by what left late', () => {
    const progress = { phase: 'measuring', sent: 1000, sentLate: 5, busyCpus: 1 } as const;
    expect(look(1, 0.1, { load: OPEN, progress })).toBe('clear');
    expect(look(1, 0.1, { load: OPEN, progress: { ...progress, sentLate: 20 } })).toBe('bound');
  });

  test('is out where there is nothing to see yet', () => {
    expect(look(null, 0.5)).toBeNull();
    const warmUp = { phase: 'warm-up', sent: 0, sentLate: 0, busyCpus: 1 } as const;
    expect(look(1, 0.5, { progress: warmUp })).toBeNull();
    expect(look(1, 0.5, { load: OPEN, progress: { ...warmUp, phase: 'measuring' } })).toBeNull();
  });
});
