import type { GateResult } from '../../results/gate-result.ts';
import { type TerminalOptions, usableWidth } from '../terminal/terminal.ts';
import { cleanStrings } from '../text/clean-text.ts';
import { formatConfidence } from '../text/format.ts';
import { createPaint, type Paint } from '../text/paint.ts';
import { wrapText } from '../text/wrap-text.ts';
import { explainVerdict } from './meaning.ts';
import { describeRefused } from './refused-pairs.ts';
import { drawTests } from './terminal-tests.ts';
import { describeMeasured, describeNoise, describeVerdict, listNotes } from './words.ts';

const VERDICT_STYLES = { pass: 'green', regression: 'red', inconclusive: 'yellow' } as const;

/** For a person at a terminal: the verdict first, then a line per test, then what weakens it. */
export function renderGate(unsafe: GateResult, options: TerminalOptions): string {
  const result = cleanStrings(unsafe);
  const width = usableWidth(options);
  const paint = createPaint(options.color);
  const tests = drawTests(result, width, paint);
  const sections = [
    [
      ...wrapText(describeVerdict(result), width, '  ').map((line) =>
        paint(VERDICT_STYLES[result.verdict], line),
      ),
      ...wrapText(explainVerdict(result), width),
    ].join('\n'),
    wrapText(`${describeMeasured(result)}.`, width).join('\n'),
    tests,
    describeNotes(result, width),
    describeRefused(result)
      .flatMap((line) => wrapText(line, width, '    '))
      .join('\n'),
    describeReading(result, tests.includes('●'), width, paint),
  ];
  return sections.filter((section) => section !== '').join('\n\n');
}

function describeNotes(result: GateResult, width: number): string {
  return listNotes(result)
    .flatMap((line) => wrapText(line, width, '  '))
    .join('\n');
}

function describeReading(
  result: GateResult,
  isDrawn: boolean,
  width: number,
  paint: Paint,
): string {
  if (result.tests.every(({ estimate }) => estimate === null)) return '';
  const { alpha, looksAtPairs } = result.order;
  const confidence = formatConfidence(1 - alpha / looksAtPairs.length);
  const signs = `● is the estimate, the line how far off it may be (each end holds with ${confidence} confidence), ┊ where a regression begins and where a pass ends. `;
  const text = `base, head: medians; k/s: thousands of messages per second. Capacity is better when it is more, all else when it is less; "worse by" is positive for worse. ${isDrawn ? signs : ''}${describeNoise(result)}`;
  return wrapText(text, width)
    .map((line) => paint('dim', line))
    .join('\n');
}
