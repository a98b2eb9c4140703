import { LoadControl, type LoadControlBuffer } from './load-control.ts';
import type { LoadShare, LoadShareResult } from './load-plan.ts';
import { nodeEngine } from './node-engine/node-engine.ts';

export interface LoadThreadTask {
  readonly share: LoadShare;
  readonly thread: number;
  readonly control: LoadControlBuffer;
}

/** The piscina task: one share of the load on this thread. The one default export that it wants. */
// biome-ignore lint/style/noDefaultExport: piscina calls the default export of a worker file
export default function runLoadThread(task: LoadThreadTask): Promise<LoadShareResult> {
  return nodeEngine.run(task.share, new LoadControl(task.control, task.thread));
}
