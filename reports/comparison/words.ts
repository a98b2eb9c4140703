import type { Compared, Word } from '../../results/compared.ts';
import type { Difference } from '../../stats/comparability.ts';
import type { Comparison } from '../../stats/compare-runs.ts';
import { countOf, formatConfidence, NOTHING } from '../text/format.ts';

/** What a comparison of two runs is called, in every format. All pure. */

export const WORDS: Readonly<Record<Word, string>> = {
  better: 'better',
  worse: 'worse',
  same: 'the same',
  unknown: 'cannot tell',
};

/** Why the runs can't be compared, line by line; for an error as well as for a report. */
export function listDifferences(differences: readonly Difference[]): string[] {
  return differences.map(({ what, base, head, cost }) => `${what}: ${base} and ${head}: ${cost}`);
}

/** What runs do that are not compared. */
export const REFUSAL = 'differ in more than their servers, so their ratios could mean anything';

export const REMEDY =
  'Measure both under the same conditions, or compare them all the same with --anyway.';

/** Why two runs were not compared, and what to do, line by line. */
export function explainRefusal(
  base: string,
  head: string,
  differences: readonly Difference[],
): string {
  return [
    `${base} and ${head} ${REFUSAL}:`,
    ...listDifferences(differences).map((line) => `  ${line}`),
    REMEDY,
  ].join('\n');
}

/** The command that compares them. */
export function nameComparison(base: string, head: string, isAnyway: boolean): string {
  return `npx echosounder compare ${base} ${head}${isAnyway ? ' --anyway' : ''}`;
}

/** `1.034`, of head / base. */
export function formatRatio(ratio: number): string {
  return ratio.toFixed(ratio < 10 ? 3 : 1);
}

export function formatRatioInterval({ interval }: Pick<Compared, 'interval'>): string {
  return interval === null
    ? NOTHING
    : `${formatRatio(interval.low)} to ${formatRatio(interval.high)}`;
}

/** The word, or why there is none. */
export function describeWord({ word, baseTrials, headTrials, interval }: Compared): string {
  if (interval !== null) return WORDS[word];
  return `${WORDS[word]}: ${baseTrials} and ${headTrials} trials`;
}

/** How the ratios and words are to be read. */
export function explainReading({ compared, confidence }: Comparison): string {
  const claims = compared.filter(({ interval }) => interval !== null);
  if (claims.length === 0) {
    return 'Fewer than five complete trials on a side: ratios of medians, and no claim.';
  }
  const byChance = (claims.length * (1 - confidence)).toFixed(1);
  return `Intervals hold the true ratio with ${formatConfidence(confidence)} or more, each for itself: of ${countOf(claims.length, 'comparison')} about ${byChance} may look different by chance alone. "The same" is within 5 % either way. Runs of different times also differ by what the machine did meanwhile: a gate measures both sides side by side.`;
}

/** What is in no figure, and why, a line each. */
export function listLeftOut({ leftOut, problems }: Pick<Comparison, 'leftOut' | 'problems'>) {
  return [...leftOut.map(({ cell, reason }) => `${cell}: not compared: ${reason}`), ...problems];
}

/** `2 worse, 1 better, 3 cannot be told, 40 the same`. */
export function countWords(compared: readonly Compared[]): string {
  const order: readonly Word[] = ['worse', 'better', 'unknown', 'same'];
  return order
    .map((word) => ({ word, count: compared.filter((each) => each.word === word).length }))
    .filter(({ count }) => count > 0)
    .map(({ word, count }) => `${count} ${word === 'unknown' ? 'cannot be told' : WORDS[word]}`)
    .join(', ');
}
