import type { Carrier } from '../clients/connection.ts';
import { createClock } from '../clock.ts';
import type { Engine } from '../engine.ts';
import { EngineRun, LOOK_INTERVAL_NS } from '../engine-run.ts';
import type { LoadShare } from '../load-plan.ts';
import type { LoadShareResult } from '../recording/share-result.ts';
import type { LoadControl } from '../threads/load-control.ts';
import { NodeConnection } from './node-connection.ts';
import { NodeDatagrams } from './node-datagrams.ts';
import { createPacer } from './pacer.ts';

const MS = 1e6;

/** The portable engine: `node:net` sockets on the thread's own event loop. */
export const nodeEngine: Engine = { run: runShare };

function runShare(share: LoadShare, control: LoadControl): Promise<LoadShareResult> {
  const { target } = share.plan;
  const carrier: Carrier = {
    open: (events) =>
      target.transport === 'udp'
        ? new NodeDatagrams(target, events)
        : new NodeConnection(target, events),
    later: (delayNs, task) => setTimeout(task, delayNs / MS).unref(),
  };
  const run = new EngineRun(share, control, {
    clock: createClock(BigInt(share.originNs)),
    carrier,
  });
  const pacer = createPacer(run);
  return new Promise((resolve, reject) => {
    const looking = setInterval(look, LOOK_INTERVAL_NS / MS);
    let pacing = false;

    function look(): void {
      try {
        const isOver = run.look();
        if (run.started && !pacing) {
          pacing = true;
          pacer.start();
        }
        if (!isOver) return;
        clearInterval(looking);
        pacer.stop();
        resolve(run.finish());
      } catch (error) {
        clearInterval(looking);
        reject(error);
      }
    }
  });
}
