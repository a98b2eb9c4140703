import { setTimeout as sleep } from 'node:timers/promises';
import { groupMembers } from '../../servers/hosting/process-group.ts';
import { STRATEGY_NAMES } from '../../servers/registry.ts';
import { errno } from '../../sockets/errno.ts';
import { processCpuTimeNs } from '../../sockets/process-clock.ts';
import { SocketError } from '../../sockets/socket-error.ts';
import { LOOPBACK, listenOn } from './connected-pair.ts';
import { withBuiltIns } from './start-built-in.ts';

const WATCH_MS = 1_000;
/** A server that has just started has things to finish. */
const SETTLE_MS = 200;
const SETTLE_ROUNDS_MAX = 20;
const QUIET_NS = 1e6;
const POLLING_MS = 200;

export interface IdleCostValues {
  readonly watchedMs: number;
  readonly servers: readonly IdleServer[];
  /** The counter-example: a loop that asks for clients instead of waiting for them. */
  readonly polling: {
    readonly watchedMs: number;
    readonly cpuMs: number;
    readonly asked: number;
  };
}

export interface IdleServer {
  readonly strategy: string;
  readonly processes: number;
  readonly cpuMs: number;
}

/** Every built-in server at once, and no client. */
export async function measureIdleCost(): Promise<IdleCostValues> {
  const servers = await withBuiltIns(STRATEGY_NAMES, async (running) => {
    const groups = running.map(({ pid }) => pid);
    await settle(groups);
    const before = groups.map(groupCpuNs);
    await sleep(WATCH_MS);
    const after = groups.map(groupCpuNs);
    return groups.map((group, index) => ({
      strategy: STRATEGY_NAMES[index] ?? '',
      processes: groupMembers(group).length,
      cpuMs: ((after[index] ?? 0) - (before[index] ?? 0)) / 1e6,
    }));
  });
  return { watchedMs: WATCH_MS, servers, polling: poll() };
}

async function settle(groups: readonly number[]): Promise<void> {
  const total = () => groups.reduce((sum, group) => sum + groupCpuNs(group), 0);
  let before = total();
  for (let round = 0; round < SETTLE_ROUNDS_MAX; round += 1) {
    await sleep(SETTLE_MS);
    const now = total();
    if (now - before < QUIET_NS) return;
    before = now;
  }
}

/** CPU time of all processes of a group, ns. None of them ends while nobody connects. */
function groupCpuNs(group: number): number {
  return groupMembers(group).reduce((sum, pid) => sum + processCpuTimeNs(pid), 0);
}

/** Accept that never waits, again and again. */
function poll(): IdleCostValues['polling'] {
  using listener = listenOn('inet', LOOPBACK, 1);
  listener.setBlocking(false);
  const cpuBefore = processCpuTimeNs(process.pid);
  const startMs = performance.now();
  let asked = 0;
  while (performance.now() - startMs < POLLING_MS) {
    asked += 1;
    try {
      listener.accept().connection.close();
    } catch (error) {
      if (!(error instanceof SocketError && error.errno === errno.EAGAIN)) throw error;
    }
  }
  const cpuMs = (processCpuTimeNs(process.pid) - cpuBefore) / 1e6;
  return { watchedMs: performance.now() - startMs, cpuMs, asked };
}
