import { chooseDrawn, LINES_MAX } from '../charts/choose-drawn.ts';
import { type CourseRow, courseChart } from '../charts/course-chart.ts';
import { formatBytes, formatCount, formatRate, formatTime } from '../text/format.ts';
import type { CellsShown } from './cells-shown.ts';
import { renderDrawing } from './drawing.ts';
import { figureCell } from './figure-cell.ts';
import { foldTable } from './fold-table.ts';
import { left, renderTable, right } from './table.ts';

/** How a window went by, in one trial of each cell. */
export function renderCourse(id: string, { cells, best, evidence, styles }: CellsShown): string {
  const rows = cells.flatMap(({ cell, label }): CourseRow[] => {
    const course = evidence.cells[cell]?.course ?? null;
    return course === null ? [] : [{ label, course }];
  });
  const { items, note } = chooseDrawn(rows, best, LINES_MAX);
  const chart = courseChart(id, items, styles);
  if (chart === null) return '';
  const caption = `One trial of each strategy, that with the median throughput${describeShown(items)}. For the shape over time, not for comparisons: that is what the medians over all trials are for.${note}`;
  const lines = items.reduce((sum, { course }) => sum + course.slices.length, 0);
  return [
    '<h3>A trial as it went by</h3>',
    renderDrawing(chart, caption),
    foldTable(renderSlices(items), lines, 0),
  ].join('\n');
}

function renderSlices(rows: readonly CourseRow[]): string {
  return renderTable(
    'The measured window of the trials shown. Where a line covers several of the recorded 100 ms, p99 and max are the greatest of them, and p50 is the middle one.',
    [
      left('strategy'),
      right('from'),
      right('answered'),
      right('failed'),
      right('p50'),
      right('p99'),
      right('max'),
      right('server CPUs'),
      right('memory (RSS)'),
    ],
    rows.flatMap(({ label, course }) =>
      course.slices.map((slice) => ({
        cells: [
          `${label} ${nameTrial(course)}`,
          figureCell(slice.atNs, formatTime),
          figureCell(slice.okPerSec, formatRate),
          figureCell(slice.failed, formatCount),
          figureCell(slice.p50Ns, formatTime),
          figureCell(slice.p99Ns, formatTime),
          figureCell(slice.maxNs, formatTime),
          figureCell(slice.serverCpus, (cpus) => cpus.toFixed(2)),
          figureCell(slice.serverRssBytes, formatBytes),
        ],
      })),
    ),
  );
}

/** Which it is of each; nothing where all have one trial alone. */
function describeShown(rows: readonly CourseRow[]): string {
  if (rows.every(({ course }) => course.repetition === 0)) return '';
  return `: ${rows.map(({ label, course }) => `${label} ${nameTrial(course)}`).join(', ')}`;
}

/** Repetitions count from 0 in files, and from 1 for people. */
function nameTrial({ repetition }: CourseRow['course']): string {
  return `(trial ${repetition + 1})`;
}
