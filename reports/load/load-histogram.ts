import type { Distribution } from '../../results/distribution.ts';
import type { TrialResult } from '../../results/trial-result.ts';
import { mergeDistributions } from '../../stats/percentile-curve.ts';
import { type BinnedTimes, binTimes, chooseEdges } from '../../stats/time-bins.ts';
import { drawBar } from '../text/bars.ts';
import { formatCount, formatPercent } from '../text/format.ts';
import { labelBins } from '../text/label-bins.ts';
import type { Paint } from '../text/paint.ts';
import { visibleWidth } from '../text/wrap-text.ts';

/** One of the distributions that are drawn beside each other, over the same bins. */
interface Column {
  readonly title: string;
  readonly counts: readonly number[];
}

/** What the rows of all columns have in common. */
interface Layout {
  readonly width: number;
  readonly labels: readonly string[];
  readonly labelWidth: number;
  readonly barWidth: number;
  readonly fullestShare: number;
  readonly paint: Paint;
}

const BINS_MAX = 12;
const GAP = 2;
/** `12.3 k` and `<0.1 %`, each with a blank before it. */
const FIGURES_WIDTH = 16;
const BAR_MIN = 10;
const BAR_MAX = 60;
/** Bins whose shares differ less tell the same. */
const ALIKE_SHARE = 0.01;

/** How the times of a trial are spread: bars by time, counts and shares. Empty without any time. */
export function drawHistogram(result: TrialResult, width: number, paint: Paint): readonly string[] {
  const binned = binAll(result);
  const [first] = binned;
  if (first === undefined) return [];
  const columns = mergeAlike(binned);
  const labels = labelBins(first.edgesNs);
  const labelWidth = Math.max(...labels.map(visibleWidth));
  const roomBeside = Math.floor((width - labelWidth) / columns.length) - GAP;
  const isBeside = roomBeside >= BAR_MIN + FIGURES_WIDTH;
  const room = isBeside ? roomBeside : width - labelWidth - GAP;
  const layout: Layout = {
    width,
    labels,
    labelWidth,
    barWidth: Math.max(1, Math.min(BAR_MAX, room - FIGURES_WIDTH)),
    fullestShare: Math.max(...columns.flatMap(sharesOf)),
    paint,
  };
  if (isBeside) return drawBeside(columns, layout);
  return columns.flatMap((column) => drawBeside([column], layout));
}

function drawBeside(columns: readonly Column[], layout: Layout): readonly string[] {
  const { width, labels, labelWidth, barWidth, paint } = layout;
  const join = (label: string, cells: readonly string[]): string =>
    [label.padStart(labelWidth), ...cells].join(' '.repeat(GAP)).trimEnd();
  const titles = columns.map(({ title }) => paint('bold', title));
  const rows = labels.map((label, bin) => ({
    isShown: isInner(bin, labels) || columns.some(({ counts }) => (counts[bin] ?? 0) > 0),
    line: join(
      label,
      columns.map((column) => drawBin(column, bin, layout)),
    ),
  }));
  const heading = join(
    '',
    titles.map((title) => padTo(title, barWidth + FIGURES_WIDTH)),
  );
  return [
    visibleWidth(heading) <= width ? heading : titles.join(' '.repeat(GAP)),
    ...rows.filter(({ isShown }) => isShown).map(({ line }) => line),
  ];
}

/** The outermost bins stand for what is beyond the others, and may be empty. */
function isInner(bin: number, labels: readonly string[]): boolean {
  return bin > 0 && bin < labels.length - 1;
}

function binAll(result: TrialResult): readonly (BinnedTimes & { readonly title: string })[] {
  const parts = chooseTimes(result).flatMap(([title, times]) => {
    const histogram = times === null ? null : mergeDistributions([times]);
    return histogram === null ? [] : [{ title, histogram }];
  });
  if (parts.length === 0) return [];
  const edges = chooseEdges(
    parts.map(({ histogram }) => histogram),
    BINS_MAX,
  );
  return parts.map(({ title, histogram }) => ({ title, ...binTimes(histogram, edges) }));
}

function chooseTimes({
  chat,
  responseTimeNs,
  serviceTimeNs,
}: TrialResult): readonly (readonly [string, Distribution | null])[] {
  return chat === undefined
    ? [
        ['response time', responseTimeNs],
        ['service time', serviceTimeNs],
      ]
    : [
        ['to each receiver', chat.deliveryTimeNs],
        ['to the last receiver', chat.lastReceiverTimeNs],
      ];
}

/** Two that look the same are drawn once. */
function mergeAlike(columns: readonly Column[]): readonly Column[] {
  const [first, second] = columns;
  if (first === undefined || second === undefined) return columns;
  const [ones, others] = [sharesOf(first), sharesOf(second)];
  const isAlike = ones.every((share, bin) => Math.abs(share - (others[bin] ?? 0)) < ALIKE_SHARE);
  return isAlike ? [{ ...first, title: `${first.title}; ${second.title} is alike` }] : columns;
}

function sharesOf({ counts }: Column): readonly number[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => count / total);
}

/** The share is of all in the column; the widest bar is the largest share of any. */
function drawBin(column: Column, bin: number, { fullestShare, barWidth }: Layout): string {
  const count = column.counts[bin] ?? 0;
  const share = sharesOf(column)[bin] ?? 0;
  const bar = padTo(drawBar(share / fullestShare, barWidth), barWidth);
  return `${bar} ${formatCount(count).padStart(7)} ${formatPercent(share).padStart(7)}`;
}

function padTo(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - visibleWidth(text)));
}
