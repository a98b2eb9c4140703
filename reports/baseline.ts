import type { BaselineResult, BaselineVerdict } from '../gate/judge-baseline.ts';
import { cleanStrings } from './clean-text.ts';
import { countOf, listSome } from './format.ts';
import { type TerminalOptions, usableWidth } from './terminal.ts';
import { wrapText } from './wrap-text.ts';

const MEANING: Readonly<Record<BaselineVerdict, string>> = {
  'within-range':
    'Nothing is certainly worse by 5 % than it was then. That is no proof that nothing became slower: gate --base REF measures both sides side by side.',
  suspect:
    'The code or the machine may have changed: gate --base REF measures both sides side by side, and tells which.',
  'not-comparable': 'Nothing can be said: measure a baseline anew, or take gate --base REF.',
};
const REASONS_SHOWN_MAX = 20;

/** For a person at a terminal: the verdict, what it rests on, and what it does not say. */
export function renderBaseline(unsafe: BaselineResult, options: TerminalOptions): string {
  const { verdict, baseline, suspects, compared, reasons } = cleanStrings(unsafe);
  const width = usableWidth(options);
  const cells = new Set(compared.map(({ cell }) => cell)).size;
  const lines = [
    `${verdict.toUpperCase()}: against ${baseline}, ${countOf(cells, 'cell')} compared`,
    ...suspects.map(
      ({ cell, metric, ratio, interval }) =>
        `  ${cell}, ${metric}: ${ratio.toFixed(3)} times what it was${interval === null ? '' : ` (${interval.low.toFixed(3)} to ${interval.high.toFixed(3)})`}`,
    ),
    ...(reasons.length === 0 ? [] : [listSome(reasons, REASONS_SHOWN_MAX, '\n')])
      .flatMap((text) => text.split('\n'))
      .map((reason) => `  ${reason}`),
    MEANING[verdict],
  ];
  return lines.flatMap((line) => wrapText(line, width, '    ')).join('\n');
}
