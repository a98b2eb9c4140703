import { type Chart, renderChart } from '../charts/render-chart.ts';
import { frameFigure } from './frame-figure.ts';

/** A chart under its finding; nothing without a chart. */
export function renderDrawing(chart: Chart | null, caption: string): string {
  if (chart === null) return '';
  return frameFigure({ heading: 'h4', finding: chart.finding }, renderChart(chart), caption);
}
