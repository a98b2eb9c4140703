import { mean, median } from 'simple-statistics';
import type { CourseSlice, TrialCourse } from '../../stats/trial-course.ts';
import { countOf, formatCount, formatPercent, formatTime } from '../text/format.ts';
import { linearAxis, panelTitle, timeAxis } from './axes.ts';
import { joinNames } from './finding.ts';
import { legendHeight, legendOf } from './legend.ts';
import type { Chart } from './render-chart.ts';
import { type SeriesStyle, styleOf } from './series-style.ts';

/** A strategy with the trial that is shown of it. */
export interface CourseRow {
  readonly label: string;
  readonly course: TrialCourse;
}

interface Panel {
  readonly title: string;
  readonly pick: (slice: CourseSlice) => number | null;
  /** Times lie on a logarithmic axis; the others start at zero. */
  readonly format: ((value: number) => string) | 'time';
}

const PANELS: readonly Panel[] = [
  { title: 'answered per second', pick: ({ okPerSec }) => okPerSec, format: formatCount },
  { title: 'p50 response time', pick: ({ p50Ns }) => p50Ns, format: 'time' },
  { title: 'p99 response time', pick: ({ p99Ns }) => p99Ns, format: 'time' },
  { title: 'greatest response time', pick: ({ maxNs }) => maxNs, format: 'time' },
  {
    title: 'server CPU, in CPUs',
    pick: ({ serverCpus }) => serverCpus,
    format: (cpus) => String(Number(cpus.toFixed(2))),
  },
  {
    title: 'server memory (RSS), MiB',
    pick: ({ serverRssBytes }) => (serverRssBytes === null ? null : serverRssBytes / 2 ** 20),
    format: (mebibytes) => mebibytes.toLocaleString('en-US'),
  },
];
const FAILURES: Panel = {
  title: 'failed messages',
  pick: ({ failed }) => failed,
  format: formatCount,
};
const COLUMNS = 3;
const LEFT = 70;
const STEP = 315;
const PANEL_WIDTH = 230;
const PANEL_HEIGHT = 120;
const PANEL_STEP = 185;
/** At most so many shapes on a line; fewer points have one each. */
const SYMBOLS_PER_LINE = 6;

/** What a trial's window looked like as it went by: one panel for each figure, time from left to right. */
export function courseChart(
  id: string,
  rows: readonly CourseRow[],
  styles: ReadonlyMap<string, SeriesStyle>,
): Chart | null {
  const drawn = rows.filter(({ course }) => course.slices.length > 0);
  if (drawn.length === 0) return null;
  const labels = drawn.map(({ label }) => label);
  const slices = drawn.flatMap(({ course }) => course.slices);
  const failed = slices.some((slice) => slice.failed > 0);
  const known = [...PANELS, ...(failed ? [FAILURES] : [])].filter(({ pick }) =>
    slices.some((slice) => pick(slice) !== null),
  );
  const endNs = Math.max(...slices.map(({ atNs, lengthNs }) => atNs + lengthNs));
  const lines = Math.ceil(known.length / COLUMNS);
  const at = (index: number) => ({
    left: LEFT + (index % COLUMNS) * STEP,
    top: Math.floor(index / COLUMNS) * PANEL_STEP,
  });
  return {
    id,
    finding: describeCourse(drawn),
    description: `${known.map(({ title }) => title).join(', ')} over the measured window, a line for each of ${labels.join(', ')}. The figures are in the table below.`,
    width: 960,
    height: lines * PANEL_STEP + legendHeight(labels) + 15,
    option: {
      title: known.map(({ title }, index) => {
        const { left, top } = at(index);
        return { ...panelTitle(title, left), top };
      }),
      legend: legendOf(labels),
      grid: known.map((_, index) => {
        const { left, top } = at(index);
        return { left, top: top + 26, width: PANEL_WIDTH, height: PANEL_HEIGHT };
      }),
      xAxis: known.map((_, index) => ({
        // The panels above the last line of them have the same axis.
        ...linearAxis(
          index,
          index + COLUMNS < known.length ? '' : 'time in the window',
          formatTime,
        ),
        max: endNs,
      })),
      yAxis: known.map((panel, index) => valueAxis(panel, index, slices)),
      series: known.flatMap(({ pick }, index) =>
        drawn.map(({ label, course }) =>
          line(label, course, pick, index, styles.get(label) ?? styleOf(0)),
        ),
      ),
    },
  };
}

function valueAxis({ pick, format }: Panel, index: number, slices: readonly CourseSlice[]) {
  if (format !== 'time') return linearAxis(index, '', format);
  return timeAxis(
    index,
    slices.map((slice) => pick(slice) ?? 0),
    false,
  );
}

function line(
  label: string,
  { slices }: TrialCourse,
  pick: (slice: CourseSlice) => number | null,
  panel: number,
  { color, symbol, dash }: SeriesStyle,
) {
  const step = Math.ceil(slices.length / SYMBOLS_PER_LINE);
  return {
    type: 'line',
    clip: false,
    name: label,
    xAxisIndex: panel,
    yAxisIndex: panel,
    symbol,
    symbolSize: 6,
    showAllSymbol: true,
    itemStyle: { color },
    lineStyle: { color, width: 1.4, type: dash },
    data: slices.map((slice, index) => ({
      value: [slice.atNs + slice.lengthNs / 2, pick(slice) ?? '-'],
      symbol: index % step === 0 ? symbol : 'none',
    })),
  };
}

/** Below this share of its trial's mean, half of it, a slice is a dip. */
const DIP_SHARE = 0.5;

/** One trial is no claim: this says what happened in it. */
function describeCourse(rows: readonly CourseRow[]): string {
  const dips = rows.flatMap(({ label, course }) => {
    const dip = findDip(course);
    return dip === null ? [] : [{ label, ...dip }];
  });
  dips.sort((a, b) => a.share - b.share);
  const [deepest] = dips;
  const others = dips.slice(1).map(({ label }) => label);
  const also = others.length === 0 ? '' : `; dips there are in ${joinNames(others)} too`;
  const even =
    deepest === undefined
      ? `In the trials shown replies came evenly: never less than half of the mean throughput.`
      : `In the trial shown ${deepest.label} ${describeDip(deepest.share)} ${describeMoment(deepest.atNs)}${also}.`;
  return `${even}${describeFailures(rows)}`;
}

function describeMoment(atNs: number): string {
  return atNs === 0 ? 'as the window begins' : `${formatTime(atNs)} into the window`;
}

function describeDip(share: number): string {
  if (share === 0) return 'answers nothing';
  return `falls to ${formatPercent(share)} of its mean throughput`;
}

function findDip({ slices }: TrialCourse): { share: number; atNs: number } | null {
  const usual = mean(slices.map(({ okPerSec }) => okPerSec));
  const usualNs = median(slices.map(({ lengthNs }) => lengthNs));
  if (usual === 0) return null;
  // A short last slice counts too few to tell.
  const whole = slices.filter(({ lengthNs }) => lengthNs * 2 >= usualNs);
  const [lowest] = whole.toSorted((a, b) => a.okPerSec - b.okPerSec);
  if (lowest === undefined || lowest.okPerSec >= usual * DIP_SHARE) return null;
  return { share: lowest.okPerSec / usual, atNs: lowest.atNs };
}

function describeFailures(rows: readonly CourseRow[]): string {
  const failing = rows
    .map(({ label, course }) => ({
      label,
      failed: course.slices.reduce((sum, slice) => sum + slice.failed, 0),
    }))
    .filter(({ failed }) => failed > 0);
  if (failing.length === 0) return '';
  return ` ${joinNames(failing.map(({ label, failed }) => `${countOf(failed, 'message')} of ${label}`))} failed.`;
}
