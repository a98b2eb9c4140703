import type { LoadShare } from './load-plan.ts';
import type { LoadShareResult } from './recording/share-result.ts';
import type { LoadControl } from './threads/load-control.ts';

/** What opens the sockets and carries the messages of one load thread. */
export interface Engine {
  run(share: LoadShare, control: LoadControl): Promise<LoadShareResult>;
}
