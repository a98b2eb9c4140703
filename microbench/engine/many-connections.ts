import type { LoadPlan } from '../../loadgen/load-plan.ts';
import { type EngineRunCost, runEngine } from './run-engine.ts';
import { CLIENT_CPU, MESSAGE_BYTES, median, type Setting } from './setting.ts';

const FEW = 64;
const MANY = 10_000;
const OPENED_MAX_SEC = 5;
const IDLE_MAX_KIB = 4;

/** Prints how long 10,000 connections take from opening to their first verified reply, and their memory. */
export async function benchManyConnections(setting: Setting): Promise<void> {
  const openedSec: number[] = [];
  const idleKib: number[] = [];
  for (let round = 1; round <= setting.rounds; round += 1) {
    const few = await openConnections(setting.port, FEW);
    const many = await openConnections(setting.port, MANY);
    openedSec.push(many.openingNs / 1e9);
    idleKib.push((many.rssBytes - few.rssBytes) / 1024 / (MANY - FEW));
  }
  console.log(`${MANY} connections, ${setting.rounds} rounds, none failed`);
  console.log(
    `  opened and verified in ${median(openedSec).toFixed(2)} s (asked: ${OPENED_MAX_SEC})`,
  );
  console.log(
    `  ${median(idleKib).toFixed(2)} KiB of the load process each (asked: ${IDLE_MAX_KIB})`,
  );
}

/** A message each now and then: they are there, and mostly at rest. */
async function openConnections(port: number, connections: number): Promise<EngineRunCost> {
  const load: LoadPlan['load'] = { loop: 'closed', connections, depth: 1, thinkTimeNs: 500e6 };
  const order = {
    engine: 'posix' as const,
    port,
    load,
    messageBytes: MESSAGE_BYTES,
    warmupMs: 0,
    measureMs: 1_000,
  };
  const run = await runEngine(order, CLIENT_CPU);
  const { served } = run.result.connections;
  if (served !== connections)
    throw new Error(`${served} of ${connections} connections were served`);
  return run;
}
