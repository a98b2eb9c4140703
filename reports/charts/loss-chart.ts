import type { CellSummary } from '../../stats/cell-summary.ts';
import { formatCount, formatPercent } from '../format.ts';
import { legendOf, linearAxis, panelTitle } from './axes.ts';
import type { Chart } from './render-chart.ts';
import { type SeriesStyle, styleOf } from './series-style.ts';

/** The share of datagrams lost against what was offered; null where no load offers datagrams. */
export function lossChart(
  id: string,
  cells: readonly CellSummary[],
  styles: ReadonlyMap<string, SeriesStyle>,
): Chart | null {
  const points = cells.flatMap(({ label, load, datagrams }) =>
    load.loop === 'open' && datagrams !== null
      ? [{ label, at: [load.offeredRatePerSec, datagrams.lostShare] as const }]
      : [],
  );
  if (points.length === 0) return null;
  const groups = [...Map.groupBy(points, ({ label }) => label)];
  const labels = groups.map(([label]) => label);
  return {
    id,
    title: `Share of the datagrams lost, against the offered rate: ${labels.join(', ')}. The figures are in the table below.`,
    width: 960,
    height: 300,
    option: {
      title: [panelTitle('datagrams lost', 70)],
      legend: legendOf(labels),
      grid: [{ left: 70, width: 560, top: 28, bottom: 85 }],
      xAxis: [linearAxis(0, 'offered per second', formatCount)],
      yAxis: [linearAxis(0, '', formatPercent)],
      series: groups.map(([label, group]) => {
        const { color, symbol } = styles.get(label) ?? styleOf(0);
        return {
          type: 'line',
          name: label,
          symbol,
          symbolSize: 9,
          itemStyle: { color },
          lineStyle: { color, width: 1.8 },
          data: group.map(({ at }) => at).sort(([a], [b]) => a - b),
        };
      }),
    },
  };
}
