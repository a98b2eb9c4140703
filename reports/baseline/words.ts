import type { BaselineResult, BaselineVerdict } from '../../results/baseline-result.ts';
import type { Compared } from '../../results/compared.ts';
import { formatRatio, formatRatioInterval } from '../comparison/words.ts';
import { countOf, formatConfidence } from '../text/format.ts';

/** What a comparison with a run of another time is called, in every format. All pure. */

/** What a verdict says, what it does not, and what to do then. */
export const MEANING: Readonly<Record<BaselineVerdict, string>> = {
  'within-range':
    'Nothing is certainly worse by 5 % than it was then. That is no proof that nothing became slower: gate --base REF measures both sides side by side.',
  suspect:
    'The code or the machine may have changed: gate --base REF measures both sides side by side, and tells which.',
  'not-comparable': 'Nothing can be said: measure a baseline anew, or take gate --base REF.',
};

/** `SUSPECT: against 2026-05-04-nightly, 3 cells compared`. */
export function describeVerdict({ verdict, baseline, compared }: BaselineResult): string {
  const cells = new Set(compared.map(({ cell }) => cell)).size;
  return `${verdict.toUpperCase()}: against ${baseline}, ${countOf(cells, 'cell')} compared`;
}

/** `conversation/event-loop, CPU per message: worse, 1.300 times what it was (1.210 to 1.390)`. */
export function describeSuspect(suspect: Compared): string {
  return `${suspect.cell}, ${suspect.metric}: ${describeChange(suspect)}`;
}

/** The same without its names. */
export function describeChange({ ratio, interval, word }: Compared): string {
  const certain =
    interval === null
      ? ''
      : ` (${formatRatioInterval({ interval })} with ${formatConfidence(interval.confidence)} confidence)`;
  const direction = word === 'worse' || word === 'better' ? `${word}, ` : '';
  return `${direction}${formatRatio(ratio)} times what it was${certain}`;
}

export function isSuspect({ suspects }: BaselineResult, { cell, metric }: Compared): boolean {
  return suspects.some((each) => each.cell === cell && each.metric === metric);
}
