import type { BaselineResult } from '../../results/baseline-result.ts';
import { type TerminalOptions, usableWidth } from '../terminal/terminal.ts';
import { cleanStrings } from '../text/clean-text.ts';
import { listSome } from '../text/format.ts';
import { wrapText } from '../text/wrap-text.ts';
import { describeSuspect, describeVerdict, MEANING } from './words.ts';

const REASONS_SHOWN_MAX = 20;

/** For a person at a terminal: the verdict, what it rests on, and what it does not say. */
export function renderBaseline(unsafe: BaselineResult, options: TerminalOptions): string {
  const result = cleanStrings(unsafe);
  const { verdict, suspects, reasons } = result;
  const width = usableWidth(options);
  const lines = [
    describeVerdict(result),
    ...suspects.map((suspect) => `  ${describeSuspect(suspect)}`),
    ...(reasons.length === 0 ? [] : [listSome(reasons, REASONS_SHOWN_MAX, '\n')])
      .flatMap((text) => text.split('\n'))
      .map((reason) => `  ${reason}`),
    MEANING[verdict],
  ];
  return lines.flatMap((line) => wrapText(line, width, '    ')).join('\n');
}
