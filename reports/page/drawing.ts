import { type Chart, renderChart } from '../charts/render-chart.ts';
import { escapeHtml } from './escape-html.ts';

/** A chart under the sentence that it shows, and how to read it; nothing without a chart. */
export function renderDrawing(chart: Chart | null, caption: string): string {
  if (chart === null) return '';
  return `<figure><h4>${escapeHtml(keepUnits(chart.finding))}</h4><div class="scroll" tabindex="0" role="group" aria-label="drawing">${renderChart(chart)}</div><figcaption>${escapeHtml(caption)}</figcaption></figure>`;
}

/** A line never ends between a figure and its unit. */
function keepUnits(text: string): string {
  return text.replaceAll(/(\d) (?=[%kMGTµnms])/g, '$1\u00a0');
}

/** Tables longer than this are folded away. */
const ROWS_OPEN = 12;

/** The table beneath a chart: open where it is short, else a keystroke away. */
export function foldTable(table: string, rows: number, rowsOpen = ROWS_OPEN): string {
  if (rows <= rowsOpen) return table;
  return `<details><summary>The figures, ${rows} rows</summary>\n${table}\n</details>`;
}
