import type { Workload } from './trial.ts';

// Apart from the schemas: whoever loads does not need them, and they take long to load.
/** Clients that keep their connection for many messages, as opposed to one after the other. */
export function keepsConnection(
  workload: Workload,
): workload is Extract<Workload, { kind: 'conversation' | 'stream' }> {
  return workload.kind === 'conversation' || workload.kind === 'stream';
}
