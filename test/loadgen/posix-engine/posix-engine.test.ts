import { Piscina } from 'piscina';
import { afterAll, describe, test } from 'vitest';
import type { LoadThreadTask } from '../../../loadgen/threads/load-thread.ts';
import { unsupportedReason } from '../../../sockets/libc.ts';
import { testEngine } from '../engine-contract/engine-contract.ts';
import type { RunEngine } from '../run-share.ts';

const reason = unsupportedReason();

if (reason === null) testEngine(onLoadThread(), 'posix');
else describe('the posix engine', () => test.skip(reason));

/** It blocks its thread, and the servers of these tests live on this one. */
function onLoadThread(): RunEngine {
  const pool = new Piscina({
    filename: new URL('../../../loadgen/threads/load-thread.ts', import.meta.url).href,
    maxThreads: 1,
    atomics: 'disabled',
  });
  afterAll(() => pool.close({ force: true }));
  return (share, control) => {
    const task: LoadThreadTask = {
      share: { ...share, plan: { ...share.plan, engine: 'posix' } },
      thread: 0,
      control,
    };
    return pool.run(task);
  };
}
