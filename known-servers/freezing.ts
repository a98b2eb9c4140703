import type { Behaviour } from './behaviour.ts';
import type { KnownBehaviour } from './known-behaviour.ts';
import { wholeMessages } from './whole-messages.ts';

type Freeze = Extract<KnownBehaviour, { kind: 'freeze' }>;

/** So many messages after the freeze are timed: enough to see its backlog gone. */
const TIMED_MAX = 10_000;
const nobody = new Int32Array(new SharedArrayBuffer(4));

/**
 * Stands still once, as a server does in a long garbage collection: the thread sleeps with a message
 * in its hand, and the kernel keeps what comes meanwhile.
 */
export function freezing({ messageBytes, afterNs, frozenNs }: Freeze): Behaviour {
  let dueNs: bigint | null = null;
  let startNs: bigint | null = null;
  let endNs = 0n;
  const answeredAfterNs: number[] = [];

  function freezeWhenDue(): void {
    const nowNs = process.hrtime.bigint();
    dueNs ??= nowNs + BigInt(afterNs);
    if (nowNs < dueNs) return;
    startNs = nowNs;
    Atomics.wait(nobody, 0, 0, frozenNs / 1e6);
    endNs = process.hrtime.bigint();
  }

  return {
    converse: (answer) =>
      wholeMessages(messageBytes, (message) => {
        if (startNs === null) freezeWhenDue();
        answer(message, 0, message.length);
        if (startNs !== null && answeredAfterNs.length < TIMED_MAX) {
          answeredAfterNs.push(Number(process.hrtime.bigint() - endNs));
        }
      }),
    log: () => ({
      freeze:
        startNs === null
          ? null
          : { startNs: String(startNs), endNs: String(endNs), answeredAfterNs },
    }),
  };
}
