import { addressInUse } from './address-in-use.ts';
import { datagramLoss } from './datagram-loss.ts';
import { deadlock } from './deadlock.ts';
import type { Demo } from './demo.ts';
import { idleCost } from './idle-cost.ts';
import { listenQueue } from './listen-queue.ts';
import { splitAndGlued } from './split-and-glued.ts';
import { vanishedClient } from './vanished-client.ts';

/** Every demonstration, one line each, in the order in which a server's author meets the traps. */
export const DEMOS: readonly Demo[] = [
  listenQueue,
  addressInUse,
  splitAndGlued,
  deadlock,
  vanishedClient,
  datagramLoss,
  idleCost,
];
