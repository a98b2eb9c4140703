import { LoadFailure } from '../harness/trial/start-load.ts';
import { KnownServerError } from '../known-servers/start-known-server.ts';
import type { SelftestCheck } from '../results/selftest.ts';
import type { Bench, Check, Findings } from './check.ts';
import { cut, isExcusable, judgeFindings } from './judge-findings.ts';

/** A check that was run, with what it found; null where nothing could be measured. */
export interface Ran {
  readonly check: Check;
  readonly result: SelftestCheck;
  readonly findings: Findings | null;
}

/** What the host spoiled is measured once more. */
const ATTEMPTS_MAX = 2;

/** Runs one check until it can be told, or often enough. */
export async function runCheck(check: Check, bench: Bench): Promise<Ran> {
  for (let attempts = 1; ; attempts += 1) {
    const ran = await attempt(check, bench, { attempts, loud: [] });
    const isLast = attempts === ATTEMPTS_MAX || bench.interrupt.aborted;
    if (isLast || ran.findings === null || ran.result.verdict !== 'cannot-tell') return ran;
    bench.forgetNullEcho();
  }
}

/** Which checks the host kept from telling anything: it was no quiet one for the others either. */
export function findLoud(all: readonly Ran[]): string[] {
  return all
    .filter(({ result, findings }) => result.verdict === 'cannot-tell' && findings !== null)
    .map(({ result }) => result.name);
}

/** Whether a failure may be one of the host after all, given that it was loud for others. */
export function isDoubtful({ result, findings }: Ran): boolean {
  return result.verdict === 'fail' && findings !== null && isExcusable(findings);
}

/** Measures a doubtful failure once more; if it is off again, it is no more than doubtful. */
export function runAgain({ check, result }: Ran, bench: Bench, loud: readonly string[]) {
  bench.forgetNullEcho();
  return attempt(check, bench, { attempts: result.attempts + 1, loud });
}

interface Attempt {
  readonly attempts: number;
  /** Other checks for which the host was too loud. */
  readonly loud: readonly string[];
}

async function attempt(check: Check, bench: Bench, { attempts, loud }: Attempt): Promise<Ran> {
  const { name, claim } = check;
  try {
    const found = await check.run(bench);
    const around = loud.length === 0 ? [] : [`the host was too loud for ${loud.join(', ')}`];
    const findings = { ...found, noise: [...found.noise, ...around] };
    const judgement = judgeFindings(findings);
    const rows = findings.rows.map(({ certain: _, ...row }) => ({
      ...row,
      measured: cut(row.measured),
    }));
    return { check, result: { name, claim, ...judgement, attempts, rows }, findings };
  } catch (error) {
    const verdict = nameFailure(error);
    if (verdict === null) throw error;
    // What follows the first line is a stack.
    const [told = ''] = String(error).split('\n');
    const reason = cut(told);
    return { check, result: { name, claim, verdict, reason, attempts, rows: [] }, findings: null };
  }
}

/** A load that broke is what is put to the test; a server that could not start is not. */
function nameFailure(error: unknown): 'fail' | 'cannot-tell' | null {
  if (error instanceof LoadFailure) return 'fail';
  return error instanceof KnownServerError ? 'cannot-tell' : null;
}
