import { isDeciding } from '../../gate/judge-baseline.ts';
import type { BaselineResult } from '../../results/baseline-result.ts';
import { type JunitCase, renderJunitSuite } from '../formats/junit-suite.ts';
import { listSome } from '../text/format.ts';
import { describeChange, describeVerdict, isSuspect, MEANING } from './words.ts';

const REASONS_MAX = 20;

/**
 * For CI systems: a case for each metric of a cell that decides. Nothing ever failed, because a run
 * of another time proves nothing: what is suspect, or can't be compared, was skipped.
 */
export function renderBaselineJunit(result: BaselineResult): string {
  const suite = { name: 'echosounder gate', run: result.head, told: describeVerdict(result) };
  return renderJunitSuite(suite, listCases(result));
}

function listCases(result: BaselineResult): JunitCase[] {
  if (result.verdict === 'not-comparable') {
    const message = `${listSome(result.reasons, REASONS_MAX, '; ')}. ${MEANING['not-comparable']}`;
    const about = { classname: 'baseline', name: result.baseline };
    return [{ ...about, outcome: 'skipped', type: 'not-comparable', message }];
  }
  return result.compared.filter(isDeciding).map((row) => ({
    classname: row.cell,
    name: row.metric,
    outcome: isSuspect(result, row) ? 'skipped' : 'passed',
    type: isSuspect(result, row) ? 'suspect' : 'within-range',
    message: describeChange(row),
  }));
}
