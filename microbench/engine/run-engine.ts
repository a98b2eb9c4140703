import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { EngineName, LoadPlan } from '../../loadgen/load-plan.ts';
import type { FromLoadProcess, ToLoadProcess } from '../../loadgen/load-process.ts';
import type { LoadResult } from '../../loadgen/merge-shares.ts';
import { withCpus } from '../../sockets/cpu-affinity.ts';
import { processCpuTimeNs } from '../../sockets/process-clock.ts';
import type { ClientCost, Exchange } from './bare-programs.ts';

const LOAD_PROCESS = fileURLToPath(new URL('../../loadgen/load-process.ts', import.meta.url));
const MS = 1e6;

/**
 * One run of an engine, as a trial runs it: a load process of its own, every reply verified and
 * recorded. The cost is the CPU time of that whole process over the measured window.
 */
export async function runEngine(
  engine: EngineName,
  port: number,
  exchange: Exchange,
  cpu: number,
): Promise<ClientCost> {
  const child = withCpus([cpu], () => fork(LOAD_PROCESS));
  const exit = once(child, 'exit');
  const { pid } = child;
  if (pid === undefined) throw new Error('no load process could be started');
  try {
    return await new Promise((resolve, reject) => {
      let cost: Promise<number> = Promise.reject(new Error('the window never opened'));
      cost.catch(() => {});
      child.on('exit', (code) => reject(new Error(`the load process ended early (${code})`)));
      child.on('message', (message: FromLoadProcess) => {
        if ('ready' in message) tell({ run: planOf(engine, port, exchange) });
        else if ('window' in message) cost = measureCpuNs(pid, message.window);
        else if ('error' in message) reject(new Error(message.error));
        else if ('result' in message) resolve(cost.then((cpuNs) => judge(message.result, cpuNs)));
      });
    });
  } finally {
    child.disconnect();
    await exit;
  }

  function tell(message: ToLoadProcess): void {
    child.send(message);
  }
}

function planOf(engine: EngineName, port: number, exchange: Exchange): LoadPlan {
  const { connections, depth, messageBytes, warmupMs, measureMs } = exchange;
  return {
    target: { transport: 'tcp', host: '127.0.0.1', port },
    workload: { kind: 'conversation', payloadBytes: messageBytes },
    load: { loop: 'closed', connections, depth, thinkTimeNs: 0 },
    timing: {
      firstReplyWaitNs: 10_000 * MS,
      warmupNs: warmupMs * MS,
      measureNs: measureMs * MS,
      drainNs: 1_000 * MS,
      timeoutNs: 10_000 * MS,
    },
    seed: 1,
    threads: 1,
    engine,
    expectedGreeting: null,
  };
}

async function measureCpuNs(
  pid: number,
  { startNs, endNs }: { startNs: string; endNs: string },
): Promise<number> {
  await sleepUntil(BigInt(startNs));
  const beforeNs = processCpuTimeNs(pid);
  await sleepUntil(BigInt(endNs));
  return processCpuTimeNs(pid) - beforeNs;
}

async function sleepUntil(atNs: bigint): Promise<void> {
  const waitMs = Number(atNs - process.hrtime.bigint()) / MS;
  if (waitMs > 0) await sleep(waitMs);
}

/** A load that went wrong has no price. */
function judge({ counts, verificationFailure }: LoadResult, cpuNs: number): ClientCost {
  if (verificationFailure !== null) throw new Error(verificationFailure);
  if (counts.ok !== counts.scheduled)
    throw new Error(`${counts.ok} of ${counts.scheduled} messages were answered`);
  return { messages: counts.answeredInWindow, cpuNs };
}
