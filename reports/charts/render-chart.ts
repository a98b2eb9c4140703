import { CustomChart, LineChart, ScatterChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TitleComponent } from 'echarts/components';
import * as echarts from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { escapeHtml } from '../page/escape-html.ts';

echarts.use([
  CustomChart,
  LineChart,
  ScatterChart,
  GridComponent,
  LegendComponent,
  TitleComponent,
  SVGRenderer,
]);

export interface Chart {
  /** Unique on the page: the names inside the drawing are made from it. */
  readonly id: string;
  /** What it shows, for those who cannot see it. */
  readonly title: string;
  readonly width: number;
  readonly height: number;
  readonly option: echarts.EChartsCoreOption;
}

/** An SVG that needs no script. Its text and grid take their colours from the page's style. */
export function renderChart(chart: Chart): string {
  const { id, title, width, height, option } = chart;
  const instance = echarts.init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    instance.setOption({ animation: false, ...option });
    const svg = instance.renderToSVGString();
    const still = svg
      // Styles for hovering: nothing here moves.
      .replaceAll(/<style[^>]*>[\s\S]*?<\/style>/g, '')
      .replaceAll(/ (?:class|ecmeta_\w+)="[^"]*"/g, '');
    return still
      .replaceAll(/zr\d+-/g, `${id}-`)
      .replace(/^<svg([^>]*)>/, (_, attributes: string) => {
        const kept = attributes.replaceAll(/ (?:width|height)="[^"]*"/g, '');
        return `<svg${kept} role="img" aria-labelledby="${id}-title"><title id="${id}-title">${escapeHtml(title)}</title>`;
      });
  } finally {
    // An instance that is not disposed of keeps the process from ending.
    instance.dispose();
  }
}
