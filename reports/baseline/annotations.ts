import type { BaselineResult } from '../../results/baseline-result.ts';
import { type Annotation, writeAnnotations } from '../formats/annotations.ts';
import { describeChange, describeVerdict, MEANING } from './words.ts';

/** For GitHub: a notice within range, else warnings, which are errors only where they fail the gate. */
export function renderBaselineAnnotations(result: BaselineResult, isStrict: boolean): string {
  const rest = { singular: 'line', where: 'are in the job summary' };
  return writeAnnotations(listAnnotations(result, isStrict ? 'error' : 'warning'), rest);
}

function listAnnotations(result: BaselineResult, level: Annotation['level']): Annotation[] {
  const { verdict, suspects, reasons } = result;
  if (verdict === 'within-range') {
    const message = describeVerdict(result);
    return [{ level: 'notice', title: 'echosounder gate', message }];
  }
  if (verdict === 'not-comparable') {
    const messages = reasons.length === 0 ? [MEANING[verdict]] : reasons;
    return messages.map((message) => ({ level, title: 'not comparable', message }));
  }
  return suspects.map((suspect) => ({
    level,
    title: `suspect: ${suspect.cell}, ${suspect.metric}`,
    message: `${describeChange(suspect)}. ${MEANING.suspect}`,
  }));
}
