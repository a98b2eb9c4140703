import type { Behaviour } from './behaviour.ts';
import { BusyLog, readClockNs } from './busy-log.ts';
import type { KnownBehaviour } from './known-behaviour.ts';
import { wholeMessages } from './whole-messages.ts';

type Delay = Extract<KnownBehaviour, { kind: 'delay' }>;

/**
 * Looks at the clock until the time has come: no timer is as exact. Logs the delays without the call
 * that sends the answer, which any server pays.
 */
export function delaying({ messageBytes, delayNs, longDelayNs, longEvery }: Delay): Behaviour {
  const busy = new BusyLog();
  let served = 0;
  return {
    converse: (answer) =>
      wholeMessages(messageBytes, (message) => {
        served += 1;
        const isLong = longEvery > 0 && served % longEvery === 0;
        const untilNs = busy.sinceNs + (isLong ? longDelayNs : delayNs);
        while (readClockNs() < untilNs) {
          // Busy on purpose.
        }
        busy.done();
        answer(message, 0, message.length);
        busy.woke();
      }),
    woke: () => busy.woke(),
    log: () => ({ busyNs: busy.busyNs }),
  };
}
