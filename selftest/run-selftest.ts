import { readEnvironment } from '../harness/environment.ts';
import { planPlacement, readAllowedCpus } from '../harness/plan/placement.ts';
import type { TrialSetting } from '../harness/trial/measure-trial.ts';
import { LoadFailure } from '../harness/trial/start-load.ts';
import { KnownServerError } from '../known-servers/start-known-server.ts';
import { describeSelftestMachine, type Selftest, type SelftestCheck } from '../results/selftest.ts';
import { type Bench, type Check, distributionsOf, type Findings, type NullEcho } from './check.ts';
import { cut, judgeAll, judgeFindings } from './judge-findings.ts';
import { measureKnown } from './measure-known.ts';
import { measureNullEcho } from './measure-null-echo.ts';

export interface SelftestEvents {
  checkStarted(check: Check, number: number): void;
  checkFinished(result: SelftestCheck, number: number): void;
}

/** What the host spoiled is measured once more. */
const ATTEMPTS_MAX = 2;

/** Runs the checks one after the other. Null when it was interrupted. */
export async function runSelftest(
  checks: readonly Check[],
  events: SelftestEvents,
  interrupt: AbortSignal,
): Promise<Selftest | null> {
  const beganMs = performance.now();
  const bench = createBench(interrupt);
  const results: SelftestCheck[] = [];
  let errorBudgetNs: number | null = null;
  for (const [index, check] of checks.entries()) {
    events.checkStarted(check, index + 1);
    const { result, findings } = await runCheck(check, bench);
    if (interrupt.aborted) return null;
    errorBudgetNs ??= findings?.errorBudgetNs ?? null;
    results.push(result);
    events.checkFinished(result, index + 1);
  }
  return {
    schema: 1,
    finishedAt: new Date().toISOString(),
    tookMs: Math.round(performance.now() - beganMs),
    verdict: judgeAll(results.map(({ verdict }) => verdict)),
    errorBudgetNs: errorBudgetNs === null ? null : Math.round(errorBudgetNs),
    machine: describeSelftestMachine(readEnvironment()),
    checks: results,
  };
}

async function runCheck(
  check: Check,
  bench: Bench,
): Promise<{ result: SelftestCheck; findings: Findings | null }> {
  const { name, claim } = check;
  for (let attempts = 1; ; attempts += 1) {
    try {
      const findings = await check.run(bench);
      const judgement = judgeFindings(findings);
      const isLast = attempts === ATTEMPTS_MAX || bench.interrupt.aborted;
      if (judgement.verdict === 'cannot-tell' && !isLast) {
        bench.forgetNullEcho();
        continue;
      }
      const rows = findings.rows.map(({ certain: _, ...row }) => ({
        ...row,
        measured: cut(row.measured),
      }));
      return { result: { name, claim, ...judgement, attempts, rows }, findings };
    } catch (error) {
      const verdict = nameFailure(error);
      if (verdict === null) throw error;
      // What follows the first line is a stack.
      const [told = ''] = String(error).split('\n');
      const reason = cut(told);
      return { result: { name, claim, verdict, reason, attempts, rows: [] }, findings: null };
    }
  }
}

/** A load that broke is what is put to the test; a server that could not start is not. */
function nameFailure(error: unknown): 'fail' | 'cannot-tell' | null {
  if (error instanceof LoadFailure) return 'fail';
  return error instanceof KnownServerError ? 'cannot-tell' : null;
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
    placement: planPlacement(readAllowedCpus()),
    engine: 'posix',
    loadThreads: 1,
    backlog: 511,
    workers: 1,
    workRounds: 1,
    readyTimeoutMs: 10_000,
  };
}
