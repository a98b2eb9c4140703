import { cpus } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

const LOOK_MS = 250;
/** Between trials nothing of ours runs: what is busy then would spoil the next one. */
const BUSY_SHARE_MAX = 0.2;
const LOOKS_MAX = 40;

/** How long a gate may wait in all: a host that is never calm is told as what it is. */
export interface Patience {
  leftMs: number;
}

/** Waits until other programs leave the CPUs alone: 10 s at most, and no longer than there is patience. */
export async function awaitCalm(patience: Patience, interrupt: AbortSignal): Promise<void> {
  for (let look = 0; look < LOOKS_MAX && patience.leftMs > 0 && !interrupt.aborted; look += 1) {
    const before = readTimes();
    await sleep(LOOK_MS);
    patience.leftMs -= LOOK_MS;
    const after = readTimes();
    const share = (after.busyMs - before.busyMs) / Math.max(1, after.allMs - before.allMs);
    if (share <= BUSY_SHARE_MAX) return;
  }
}

function readTimes(): { busyMs: number; allMs: number } {
  const times = cpus().map((cpu) => cpu.times);
  const idleMs = times.reduce((sum, { idle }) => sum + idle, 0);
  const busyMs = times.reduce((sum, { user, nice, sys, irq }) => sum + user + nice + sys + irq, 0);
  return { busyMs, allMs: busyMs + idleMs };
}
