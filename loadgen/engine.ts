import type { LoadControl } from './load-control.ts';
import type { LoadShare, LoadShareResult } from './load-plan.ts';

/** What opens the sockets and carries the messages of one load thread. */
export interface Engine {
  run(share: LoadShare, control: LoadControl): Promise<LoadShareResult>;
}
