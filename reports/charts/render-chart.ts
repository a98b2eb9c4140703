import { CustomChart, LineChart, ScatterChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TitleComponent } from 'echarts/components';
import * as echarts from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { escapeHtml } from '../page/escape-html.ts';
import { measureText } from './measure-text.ts';
import { FONT_OF_ALL, shortenSvg } from './shorten-svg.ts';

echarts.use([
  CustomChart,
  LineChart,
  ScatterChart,
  GridComponent,
  LegendComponent,
  TitleComponent,
  SVGRenderer,
]);

echarts.setPlatformAPI({ measureText });

export interface Chart {
  /** Unique on the page: the names inside the drawing are made from it. */
  readonly id: string;
  /** What the figures say, in a sentence. */
  readonly finding: string;
  /** What is drawn, for those who cannot see it. */
  readonly description: string;
  readonly width: number;
  readonly height: number;
  readonly option: echarts.EChartsCoreOption;
}

/** An SVG that needs no script. Its text and grid take their colours from the page's style. */
export function renderChart(chart: Chart): string {
  const { width, height, option } = chart;
  const instance = echarts.init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    instance.setOption({ animation: false, ...option });
    return nameDrawing(chart, shortenSvg(instance.renderToSVGString()));
  } finally {
    // An instance that is not disposed of keeps the process from ending.
    instance.dispose();
  }
}

function nameDrawing({ id, finding, description }: Chart, svg: string): string {
  const own = svg.replaceAll(/( id="|url\(#|href="#)zr\d+-/g, `$1${id}-`);
  return own.replace(/^<svg([^>]*)>/, (_, attributes: string) => {
    const kept = attributes.replaceAll(/ (?:width|height)="[^"]*"/g, '');
    return `<svg${kept} ${FONT_OF_ALL} role="img" aria-labelledby="${id}-title" aria-describedby="${id}-desc"><title id="${id}-title">${escapeHtml(finding)}</title><desc id="${id}-desc">${escapeHtml(description)}</desc>`;
  });
}
