import { flushCompileCache } from 'node:module';
import type { LoadPlan } from '../load-plan.ts';
import { makeWayForLoadThreads } from './make-way.ts';
import type { LoadResult } from './merge-shares.ts';
import { type LoadProgress, runLoad } from './run-load.ts';

/** The load's own process: takes one plan from its parent, runs it, sends the result and ends. */

export type ToLoadProcess = { readonly run: LoadPlan } | { readonly stop: true };

export type FromLoadProcess =
  | { readonly ready: true }
  | { readonly progress: LoadProgress }
  | { readonly window: { readonly startNs: string; readonly endNs: string } }
  | { readonly result: LoadResult }
  | { readonly error: string };

function tellParent(message: FromLoadProcess): void {
  // The channel closes with the parent, and then nobody wants to know.
  process.send?.(message, undefined, undefined, () => {});
}

const stop = new AbortController();

process.on('message', async (message: ToLoadProcess) => {
  if ('stop' in message) return stop.abort();
  const events = {
    progress: (progress: LoadProgress) => tellParent({ progress }),
    windowSet: ({ startNs, endNs }: { startNs: bigint; endNs: bigint }) => {
      // The threads of the node engine poll: beside those, whoever steps back never gets a turn.
      if (message.run.engine === 'posix') makeWayForLoadThreads();
      tellParent({ window: { startNs: String(startNs), endNs: String(endNs) } });
    },
  };
  try {
    tellParent({ result: await runLoad(message.run, events, stop.signal) });
  } catch (error) {
    tellParent({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
});
process.on('disconnect', () => process.exit(1));
tellParent({ ready: true });
// The process is killed in the end, which would forget what it compiled.
flushCompileCache();
