import type { GateResult, GateTest } from '../../results/gate-result.ts';
import { type JunitCase, renderJunitSuite } from '../formats/junit-suite.ts';
import { describeFigures, describeVerdict, nameMetric } from './words.ts';

/**
 * For CI systems: one suite, a case for each metric of a cell that decides. What only advises is
 * left out, since it can neither pass nor fail.
 */
export function renderGateJunit(result: GateResult, isStrict: boolean): string {
  const cases = result.tests
    .filter(({ decision }) => decision !== null)
    .map((test) => describeCase(test, isStrict));
  const suite = { name: 'echosounder gate', run: result.run, told: describeVerdict(result) };
  return renderJunitSuite(suite, cases);
}

function describeCase(test: GateTest, isStrict: boolean): JunitCase {
  return {
    classname: test.cell,
    name: nameMetric(test.metric),
    outcome: judge(test, isStrict),
    type: String(test.decision),
    message: describeFigures(test),
  };
}

function judge({ decision }: GateTest, isStrict: boolean): JunitCase['outcome'] {
  if (decision === 'pass') return 'passed';
  return decision === 'regression' || isStrict ? 'failed' : 'skipped';
}
