import { readEnvironment } from '../harness/machine/environment.ts';
import { readPlacement } from '../harness/machine/read-placement.ts';
import type { TrialSetting } from '../harness/trial/measure-trial.ts';
import { describeSelftestMachine, type Selftest, type SelftestCheck } from '../results/selftest.ts';
import { type Bench, type Check, distributionsOf, type NullEcho } from './check.ts';
import { judgeAll } from './judge-findings.ts';
import { measureKnown } from './measure-known.ts';
import { measureNullEcho } from './measure-null-echo.ts';
import { findLoud, isDoubtful, type Ran, runAgain, runCheck } from './run-check.ts';

export interface SelftestEvents {
  checkStarted(check: Check, number: number): void;
  checkFinished(result: SelftestCheck, number: number): void;
}

/** Runs the checks one after the other. Null when it was interrupted. */
export async function runSelftest(
  checks: readonly Check[],
  events: SelftestEvents,
  interrupt: AbortSignal,
): Promise<Selftest | null> {
  const beganMs = performance.now();
  const bench = createBench(interrupt);
  const ran: Ran[] = [];
  for (const [index, check] of checks.entries()) {
    events.checkStarted(check, index + 1);
    const one = await runCheck(check, bench);
    if (interrupt.aborted) return null;
    ran.push(one);
    events.checkFinished(one.result, index + 1);
  }
  await repeatDoubtful(ran, bench, events);
  if (interrupt.aborted) return null;
  const errorBudgetNs = ran.find(({ findings }) => findings?.errorBudgetNs !== undefined)?.findings
    ?.errorBudgetNs;
  return {
    schema: 1,
    finishedAt: new Date().toISOString(),
    tookMs: Math.round(performance.now() - beganMs),
    verdict: judgeAll(ran.map(({ result }) => result.verdict)),
    errorBudgetNs: errorBudgetNs === undefined ? null : Math.round(errorBudgetNs),
    machine: describeSelftestMachine(readEnvironment()),
    checks: ran.map(({ result }) => result),
  };
}

/** The host may turn out to be loud only after a check failed: such a failure is looked at again. */
async function repeatDoubtful(ran: Ran[], bench: Bench, events: SelftestEvents): Promise<void> {
  const loud = findLoud(ran);
  if (loud.length === 0) return;
  for (const [index, before] of ran.entries()) {
    if (!isDoubtful(before) || bench.interrupt.aborted) continue;
    events.checkStarted(before.check, index + 1);
    const again = await runAgain(before, bench, loud);
    ran[index] = again;
    if (!bench.interrupt.aborted) events.checkFinished(again.result, index + 1);
  }
}

function createBench(interrupt: AbortSignal): Bench {
  const setting = settleSetting();
  const { placement } = setting;
  let times = 0;
  let leastNs = Number.POSITIVE_INFINITY;
  let nullEcho: Promise<NullEcho> | null = null;
  const measure: Bench['measure'] = async (order) => {
    const trial = await measureKnown(order, setting, interrupt);
    for (const { count, min } of distributionsOf(trial.result)) {
      times += count;
      leastNs = Math.min(leastNs, min);
    }
    return trial;
  };
  return {
    interrupt,
    loadCpus: placement.pinned ? placement.loadCpus : null,
    serverCpus: placement.pinned ? placement.serverCpus : null,
    measure,
    nullEcho() {
      nullEcho ??= measureNullEcho(measure);
      return nullEcho;
    },
    forgetNullEcho() {
      nullEcho = null;
    },
    recorded: () => ({ times, leastNs: times === 0 ? 0 : leastNs }),
  };
}

/** As in a run, with one load thread: every figure here is one thread's. */
function settleSetting(): TrialSetting {
  return {
    placement: readPlacement(),
    engine: 'posix',
    loadThreads: 1,
    backlog: 511,
    workers: 1,
    workRounds: 1,
    readyTimeoutMs: 10_000,
  };
}
