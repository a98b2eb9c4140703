import type { Bench, NullEcho } from './check.ts';

const BUSY_MS = 1_000;
const IDLE_MS = 1_500;
/** As far apart as the messages to a server that takes 1 ms. */
const IDLE_RATE_PER_SEC = 1_000;

export async function measureNullEcho(measure: Bench['measure']): Promise<NullEcho> {
  const behaviour = { kind: 'null-echo' } as const;
  const busy = await measure({
    behaviour,
    load: { loop: 'closed', connections: 1, depth: 1, thinkTimeNs: 0 },
    measureMs: BUSY_MS,
  });
  const idle = await measure({
    behaviour,
    load: {
      loop: 'open',
      connections: 1,
      offeredRatePerSec: IDLE_RATE_PER_SEC,
      arrivals: 'constant',
    },
    measureMs: IDLE_MS,
  });
  return { busy, idle };
}

/** How much longer a message takes that finds both ends asleep. */
export function wakingTimeNs({ busy, idle }: NullEcho): number {
  const [busyNs, idleNs] = [busy, idle].map(({ result }) => result.serviceTimeNs?.p50 ?? 0);
  return Math.max(0, (idleNs ?? 0) - (busyNs ?? 0));
}

/** What a message takes that finds both ends asleep, as most do in a load that leaves gaps. */
export function sleepyNullNs({ idle }: NullEcho): number {
  return idle.result.responseTimeNs?.p50 ?? 0;
}
