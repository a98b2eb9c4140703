import { setTimerSlackNs, timerSlackNs } from '../../sockets/thread-control.ts';
import { SLICE_MIN_NS, setThreadSliceNs } from '../../sockets/thread-slice.ts';
import { createClock } from '../clock.ts';
import type { Engine } from '../engine.ts';
import { EngineRun, LOOK_INTERVAL_NS } from '../engine-run.ts';
import type { LoadShare } from '../load-plan.ts';
import type { LoadShareResult } from '../recording/share-result.ts';
import type { LoadControl } from '../threads/load-control.ts';
import { PosixCarrier } from './posix-carrier.ts';
import { resolveTarget } from './posix-target.ts';

/**
 * The engine for Linux: POSIX sockets and epoll, with deadlines in nanoseconds. The thread does not
 * return to its event loop before the load is over; it hears of a stop through the control, and is
 * to have a thread for itself.
 */
export const posixEngine: Engine = {
  run: async (share, control) => {
    const slackNs = timerSlackNs();
    setTimerSlackNs(1);
    // The shortest there is: whoever sleeps until a message is due must get in when it wakes.
    setThreadSliceNs(SLICE_MIN_NS);
    try {
      return runShare(share, control);
    } finally {
      setTimerSlackNs(slackNs);
    }
  },
};

function runShare(share: LoadShare, control: LoadControl): LoadShareResult {
  const clock = createClock(BigInt(share.originNs));
  const carrier = new PosixCarrier(resolveTarget(share.plan.target), clock);
  try {
    const run = new EngineRun(share, control, { clock, carrier });
    let nextLookNs = 0;
    for (;;) {
      const nowNs = clock();
      if (nowNs >= nextLookNs) {
        if (run.look()) return run.finish();
        nextLookNs = nowNs + LOOK_INTERVAL_NS;
      }
      const dueNs = run.started ? run.pump(nowNs) : Number.POSITIVE_INFINITY;
      // Sending took time: what is due soon is waited for from the moment that it is now.
      if (dueNs < nextLookNs) carrier.turn(clock(), dueNs);
      else carrier.turn(nowNs, nextLookNs);
    }
  } finally {
    carrier.close();
  }
}
