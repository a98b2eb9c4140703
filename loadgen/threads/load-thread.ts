import type { Engine } from '../engine.ts';
import type { EngineName, LoadShare } from '../load-plan.ts';
import type { LoadShareResult } from '../recording/share-result.ts';
import { LoadControl, type LoadControlBuffer } from './load-control.ts';

export interface LoadThreadTask {
  readonly share: LoadShare;
  readonly thread: number;
  readonly control: LoadControlBuffer;
}

/** Loaded when asked for: only Linux has the calls of the posix engine. */
const loadEngine: Readonly<Record<EngineName, () => Promise<Engine>>> = {
  node: async () => (await import('../node-engine/node-engine.ts')).nodeEngine,
  posix: async () => (await import('../posix-engine/posix-engine.ts')).posixEngine,
};

/** The piscina task: one share of the load on this thread. The one default export that it wants. */
// biome-ignore lint/style/noDefaultExport: piscina calls the default export of a worker file
export default async function runLoadThread(task: LoadThreadTask): Promise<LoadShareResult> {
  const engine = await loadEngine[task.share.plan.engine ?? 'node']();
  return engine.run(task.share, new LoadControl(task.control, task.thread));
}
