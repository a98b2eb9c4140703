import type { GateResult, GateTest } from '../../results/gate-result.ts';
import { type Annotation, writeAnnotations } from '../formats/annotations.ts';
import { describeFigures, describeVerdict, nameMetric } from './words.ts';

/**
 * For GitHub. Regressions come first; what can't be told is an error only where it fails the gate.
 */
export function renderGateAnnotations(result: GateResult, isStrict: boolean): string {
  return writeAnnotations(listAnnotations(result, isStrict), {
    singular: 'test',
    where: 'did not pass: see the job summary or gate.json',
  });
}

function listAnnotations(result: GateResult, isStrict: boolean): Annotation[] {
  if (result.verdict === 'pass') {
    return [{ level: 'notice', title: 'echosounder gate', message: describeVerdict(result) }];
  }
  const worse = result.tests.filter(({ decision }) => decision === 'regression');
  const untold = result.tests.filter(
    ({ decision }) => decision === 'inconclusive' || decision === 'open',
  );
  const untoldLevel = isStrict ? 'error' : 'warning';
  return [
    ...onceEach(worse).map((test) => annotate(test, 'error', 'regression')),
    ...onceEach(untold).map((test) => annotate(test, untoldLevel, 'cannot tell')),
  ];
}

/** A server that failed gives all tests of its cell one reason: it is told once. */
function onceEach(tests: readonly GateTest[]): GateTest[] {
  const told = new Set<string>();
  return tests.filter(({ cell, reason }) => {
    if (reason === null) return true;
    const key = JSON.stringify([cell, reason]);
    if (told.has(key)) return false;
    told.add(key);
    return true;
  });
}

function annotate(test: GateTest, level: Annotation['level'], word: string): Annotation {
  const what = test.reason === null ? `${test.cell}, ${nameMetric(test.metric)}` : test.cell;
  return { level, title: `${word}: ${what}`, message: describeFigures(test) };
}
