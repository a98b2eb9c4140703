import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { EngineName, LoadPlan } from '../../loadgen/load-plan.ts';
import { loadFlags } from '../../loadgen/threads/load-flags.ts';
import type { FromLoadProcess, ToLoadProcess } from '../../loadgen/threads/load-process.ts';
import type { LoadResult } from '../../loadgen/threads/merge-shares.ts';
import { withCpus } from '../../sockets/cpu-affinity.ts';
import { processCpuTimeNs } from '../../sockets/process-clock.ts';

const LOAD_PROCESS = fileURLToPath(
  new URL('../../loadgen/threads/load-process.ts', import.meta.url),
);
const MS = 1e6;

/** What one run of an engine did, and what it took. */
export interface EngineRunCost {
  readonly result: LoadResult;
  /** CPU time of the whole load process over the measured window. */
  readonly cpuNs: number;
  /** From the order to run until every client had its first reply, ns. */
  readonly openingNs: number;
  /** Resident memory of the load process when they had, before the load began. */
  readonly rssBytes: number;
}

/** What a plan of these benchmarks says; all else is alike. */
export interface EngineOrder {
  readonly engine: EngineName;
  readonly port: number;
  /** TCP when nothing is said. */
  readonly transport?: 'tcp' | 'udp';
  readonly load: LoadPlan['load'];
  readonly messageBytes: number;
  readonly warmupMs: number;
  readonly measureMs: number;
}

/** One run of an engine, as a trial runs it: a load process of its own, every reply verified. */
export async function runEngine(order: EngineOrder, cpu: number): Promise<EngineRunCost> {
  const child = withCpus([cpu], () => fork(LOAD_PROCESS, { execArgv: [...loadFlags(order.load)] }));
  const exit = once(child, 'exit');
  const { pid } = child;
  if (pid === undefined) throw new Error('no load process could be started');
  let startNs = 0n;
  try {
    return await new Promise((resolve, reject) => {
      let opened: ReturnType<typeof watchWindow> | null = null;
      child.on('exit', (code) => reject(new Error(`the load process ended early (${code})`)));
      child.on('message', (message: FromLoadProcess) => {
        if ('ready' in message) {
          startNs = process.hrtime.bigint();
          tell({ run: planOf(order) });
        } else if ('window' in message) {
          opened = watchWindow(pid, message.window, startNs);
          opened.catch(reject);
        } else if ('error' in message) {
          reject(new Error(message.error));
        } else if ('result' in message) {
          const { result } = message;
          if (opened === null) reject(new Error('the window never opened'));
          else opened.then((cost) => resolve({ result: mustBeSound(result), ...cost }), reject);
        }
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

function planOf(order: EngineOrder): LoadPlan {
  const { engine, port, transport = 'tcp', load, messageBytes, warmupMs, measureMs } = order;
  return {
    target: { transport, host: '127.0.0.1', port },
    workload: { kind: 'conversation', payloadBytes: messageBytes },
    load,
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

async function watchWindow(
  pid: number,
  { startNs, endNs }: { startNs: string; endNs: string },
  orderedNs: bigint,
): Promise<Omit<EngineRunCost, 'result'>> {
  const openingNs = Number(process.hrtime.bigint() - orderedNs);
  const rssBytes = readRssBytes(pid);
  await sleepUntil(BigInt(startNs));
  const beforeNs = processCpuTimeNs(pid);
  await sleepUntil(BigInt(endNs));
  return { cpuNs: processCpuTimeNs(pid) - beforeNs, openingNs, rssBytes };
}

function readRssBytes(pid: number): number {
  const match = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(match?.[1] ?? Number.NaN) * 1024;
}

async function sleepUntil(atNs: bigint): Promise<void> {
  const waitMs = Number(atNs - process.hrtime.bigint()) / MS;
  if (waitMs > 0) await sleep(waitMs);
}

/** A load that went wrong has no price. */
function mustBeSound(result: LoadResult): LoadResult {
  const { counts, verificationFailure } = result;
  if (verificationFailure !== null) throw new Error(verificationFailure);
  if (counts.ok !== counts.scheduled) {
    throw new Error(`${counts.ok} of ${counts.scheduled} messages were answered`);
  }
  return result;
}
