import type { TimeHistogram } from '../../results/time-histogram.ts';
import { binTimes, chooseEdges } from '../../stats/time-bins.ts';
import { escapeHtml } from '../page/escape-html.ts';
import { formatCount, formatPercent } from '../text/format.ts';
import { labelBins } from '../text/label-bins.ts';
import { styleOf } from './series-style.ts';
import { FONT_OF_ALL } from './shorten-svg.ts';
import { round, writeText } from './svg-text.ts';

const WIDTH = 960;
const BAR_LEFT = 150;
const BAR_WIDTH = 640;
const COUNT_RIGHT = 880;
const SHARE_RIGHT = 955;
const ROW_HEIGHT = 24;
const BAR_HEIGHT = 16;
const BINS_MAX = 18;

export interface HistogramChart {
  readonly finding: string;
  readonly svg: string;
}

/** How often which response time was: a bar for each span of time. The simplest picture of latency. */
export function histogramChart(id: string, times: TimeHistogram): HistogramChart | null {
  const { edgesNs, counts } = binTimes(times, chooseEdges([times], BINS_MAX));
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  const labels = labelBins(edgesNs);
  const rows = counts.flatMap((count, bin) =>
    // The outermost stand for what is beyond the others.
    count === 0 && (bin === 0 || bin === counts.length - 1)
      ? []
      : [{ label: labels[bin] ?? '', count }],
  );
  const most = Math.max(...counts);
  const [fullest] = rows.filter(({ count }) => count === most);
  const finding = `${formatPercent(most / total)} of the response times are ${spellBin(fullest?.label ?? '')}: the most frequent span.`;
  const description = rows.map(({ label, count }) => `${label}: ${formatPercent(count / total)}`);
  return {
    finding,
    svg: [
      `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${rows.length * ROW_HEIGHT}" ${FONT_OF_ALL} role="img" aria-labelledby="${id}-title" aria-describedby="${id}-desc">`,
      `<title id="${id}-title">${escapeHtml(finding)}</title>`,
      `<desc id="${id}-desc">${escapeHtml(description.join('; '))}</desc>`,
      ...rows.map(({ label, count }, row) => drawBar(label, count, row, { most, total })),
      '</svg>',
    ].join('\n'),
  };
}

function spellBin(label: string): string {
  return label.replace('< ', 'under ').replace('≥ ', 'at least ').replace(' – ', ' to ');
}

function drawBar(
  label: string,
  count: number,
  row: number,
  { most, total }: { readonly most: number; readonly total: number },
): string {
  const top = row * ROW_HEIGHT + (ROW_HEIGHT - BAR_HEIGHT) / 2;
  const base = row * ROW_HEIGHT + ROW_HEIGHT / 2 + 4;
  const width = Math.max(count > 0 ? 1 : 0, (count / most) * BAR_WIDTH);
  return [
    writeText(BAR_LEFT - 10, base, label, { anchor: 'end' }),
    `<rect x="${BAR_LEFT}" y="${top}" width="${round(width)}" height="${BAR_HEIGHT}" fill="${styleOf(0).color}"/>`,
    writeText(COUNT_RIGHT, base, formatCount(count), { anchor: 'end' }),
    writeText(SHARE_RIGHT, base, formatPercent(count / total), { anchor: 'end' }),
  ].join('');
}
