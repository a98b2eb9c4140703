import type { Checkup, Finding, FindingVerdict } from '../../results/checkup.ts';
import { cleanStrings } from '../text/clean-text.ts';
import { countOf } from '../text/format.ts';
import { createPaint, type PaintStyle } from '../text/paint.ts';
import { wrapText } from '../text/wrap-text.ts';
import { type TerminalOptions, usableWidth } from './terminal.ts';

const STYLES = {
  problem: 'red',
  note: 'yellow',
  ok: 'green',
  unknown: 'dim',
} as const satisfies Record<FindingVerdict, PaintStyle>;

/** Worst first: what has to be done stands at the top. */
const ORDER: readonly FindingVerdict[] = ['problem', 'note', 'ok', 'unknown'];
const VERDICT_WIDTH = Math.max(...ORDER.map((verdict) => verdict.length));
const GAP = 2;

/** What of this machine spoils a measurement: the figure, why it matters and what to do about it. */
export function renderCheckup(unsafe: Checkup, options: TerminalOptions): string {
  const { findings } = cleanStrings(unsafe);
  const width = usableWidth(options);
  const paint = createPaint(options.color);
  const nameWidth = Math.max(0, ...findings.map(({ name }) => name.length));
  const figureIndent = ' '.repeat(VERDICT_WIDTH + nameWidth + 2 * GAP);
  // Further left than the figure, so that few commands break over two lines.
  const doubtIndent = ' '.repeat(VERDICT_WIDTH + GAP);

  const describe = (finding: Finding): string[] => {
    const { name, verdict, figure, why, advice } = finding;
    const gap = ' '.repeat(GAP);
    const room = width - doubtIndent.length;
    const [first = '', ...more] = wrapText(figure, width - figureIndent.length);
    const isDoubt = verdict === 'note' || verdict === 'problem';
    const doubts = isDoubt ? [...wrapText(why, room), ...wrapText(`→ ${advice}`, room, '  ')] : [];
    return [
      `${paint(STYLES[verdict], verdict.padEnd(VERDICT_WIDTH))}${gap}${name.padEnd(nameWidth)}${gap}${first}`,
      ...more.map((line) => figureIndent + line),
      ...doubts.map((line) => doubtIndent + line),
    ];
  };
  const ordered = ORDER.flatMap((verdict) => findings.filter((found) => found.verdict === verdict));
  const [style, sentence] = conclude(findings);
  const conclusion = wrapText(sentence, width).map((line) => paint(style, line));
  return [...ordered.flatMap(describe), '', ...conclusion].join('\n');
}

function conclude(findings: readonly Finding[]): [PaintStyle, string] {
  const count = (verdict: FindingVerdict): number =>
    findings.filter((finding) => finding.verdict === verdict).length;
  const notes = countOf(count('note'), 'note');
  if (count('problem') > 0) {
    const problems = countOf(count('problem'), 'problem');
    return ['red', `${problems}, ${notes}: figures measured here now would mislead.`];
  }
  const told = count('note') > 0 ? `: read the figures with the ${notes} above in mind` : '';
  return ['green', `No problem: this machine can measure now${told}.`];
}
