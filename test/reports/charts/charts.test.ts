import { describe, expect, test } from 'vitest';
import { costChart } from '../../../reports/charts/cost-chart.ts';
import { courseChart } from '../../../reports/charts/course-chart.ts';
import { legendHeight, legendOf } from '../../../reports/charts/legend.ts';
import { loadChart } from '../../../reports/charts/load-chart.ts';
import { mergeSymbols } from '../../../reports/charts/merge-symbols.ts';
import { percentileChart } from '../../../reports/charts/percentile-chart.ts';
import { receiversChart } from '../../../reports/charts/receivers-chart.ts';
import { type Chart, renderChart } from '../../../reports/charts/render-chart.ts';
import { assignStyles, INK, styleOf } from '../../../reports/charts/series-style.ts';
import { type TrialRow, trialsChart } from '../../../reports/charts/trials-chart.ts';
import { workersChart } from '../../../reports/charts/workers-chart.ts';
import { HTML_STYLE } from '../../../reports/page/style.ts';
import type { CourseSlice } from '../../../stats/trial-course.ts';
import type { TrialPoint } from '../../../stats/trial-points.ts';
import { estimateValues } from '../../stats/estimate-values.ts';
import { inventCell, OPEN, textsOf } from './invent-cell.ts';

const STYLES = assignStyles(['a', 'b']);
const HOSTILE = `</svg><script>alert(1)</script>" onload="zr0-x`;

function rendered(chart: Chart | null): string {
  if (chart === null) throw new Error('no chart');
  const svg = renderChart(chart);
  expect(svg).not.toMatch(/NaN|undefined|Infinity/);
  return svg;
}

describe('every chart', () => {
  const cell = inventCell(HOSTILE, {
    throughputPerSec: [10, 20, 30, 40, 50],
    cpuNsPerMessage: [100, 101, 102, 103, 104],
    firstReceiverP50Ns: [100],
    responseP50Ns: [300],
  });
  const workers = { counted: 'connections', clients: [3, 1], repetition: 0 } as const;
  const charts = {
    cost: costChart('x', all(cell), STYLES, 'peakRssBytes'),
    trials: trialsChart('x', all(rowOf(HOSTILE, [1, 2])), STYLES, {
      name: 'figure',
      format: String,
    }),
    course: courseChart('x', [{ label: HOSTILE, course: courseOf([1, 2]) }], STYLES),
    load: loadChart('x', all({ ...cell, load: OPEN }), STYLES, { knees: null, client: null }),
    nines: percentileChart('x', all(cell), STYLES),
    receivers: receiversChart('x', all(cell), STYLES),
    workers: workersChart(
      'x',
      all({ label: HOSTILE, workers: { ...workers, leastShare: 0.75, mostShare: 0.75 } }),
      STYLES,
    ),
  };

  test.each(Object.entries(charts))(
    '%s is a named picture, and a hostile name is text',
    (_, chart) => {
      const svg = rendered(chart);
      expect(svg).toMatch(
        /^<svg [^>]*role="img" aria-labelledby="x-title" aria-describedby="x-desc"><title id="x-title">[^<]+<\/title><desc id="x-desc">[^<]+<\/desc>/,
      );
      expect(svg.match(/<svg/g)).toHaveLength(1);
      expect(svg).not.toContain('<script');
      for (const tag of svg.match(/<[a-z][^>]*>/g) ?? []) expect(tag).not.toMatch(/alert|onload/);
    },
  );

  test.each(Object.keys(charts))('%s draws nothing of nothing', (name) => {
    const nothing = {
      cost: costChart('x', all(inventCell('a', {})), STYLES, 'peakRssBytes'),
      trials: trialsChart('x', all(rowOf('a', [])), STYLES, { name: 'figure', format: String }),
      course: courseChart('x', [], STYLES),
      load: loadChart('x', all(inventCell('a', {}, { load: OPEN })), STYLES, {
        knees: null,
        client: null,
      }),
      nines: percentileChart('x', all(inventCell('a', {}, { responseCurve: [] })), STYLES),
      receivers: receiversChart('x', all(inventCell('a', {})), STYLES),
      workers: workersChart('x', all(), STYLES),
    };
    expect(nothing[name as keyof typeof nothing]).toBeNull();
  });

  test('has marks that stand out from the light and the dark page', () => {
    const pages = [...HTML_STYLE.matchAll(/--page:(#[0-9a-f]+)/g)].map(([, color = '']) => color);
    expect(new Set(pages).size).toBeGreaterThan(1);
    const marks = [INK, ...Array.from({ length: 9 }, (_, index) => styleOf(index).color)];
    for (const page of pages) {
      for (const mark of marks) expect(ratio(mark, page), `${mark} on ${page}`).toBeGreaterThan(3);
    }
  });

  test('gives eighty strategies eighty looks', () => {
    const looks = Array.from({ length: 80 }, (_, index) => {
      const { color, symbol } = styleOf(index);
      return `${color} ${symbol}`;
    });
    expect(new Set(looks).size).toBe(80);
  });
});

test('rows and legends tell dozens of names apart that are alike at both ends', () => {
  const labels = Array.from(
    { length: 24 },
    (_, i) => `gateway-of-production-${i}-node26-linux-x64`,
  );
  const styles = assignStyles(labels);
  const rows = labels.map((label) => inventCell(label, { cpuNsPerMessage: [1, 2, 3, 4, 5] }));
  const chart = costChart('c', { items: rows, all: rows }, styles, 'peakRssBytes');
  const named = textsOf(rendered(chart)).filter((text) => text.includes('…'));
  expect(new Set(named).size).toBe(labels.length);
  const { data, formatter } = legendOf(labels);
  expect(new Set(data.map(formatter)).size).toBe(labels.length);
});

test('a legend has room for names that take several rows', () => {
  const names = (count: number) => Array.from({ length: count }, () => 'x'.repeat(40));
  expect(legendHeight(names(9))).toBeGreaterThan(2 * legendHeight(names(2)));
});

describe('symbols that follow each other', () => {
  const symbol = (x: number, look = ' fill="#123456"') =>
    `<path d="M0 -1L1 1l-2 0Z" transform="matrix(3,0,0,3,${x},20)"${look}/>\n`;

  test('are one path where they look alike, each at its place', () => {
    expect(mergeSymbols(`${symbol(10)}${symbol(50)}`)).toBe(
      '<path d="M10 17l3 6l-6 0zM50 17l3 6l-6 0z" fill="#123456"/>\n',
    );
  });

  test('keep the width of their strokes, and the arcs of circles', () => {
    const circle = (x: number) =>
      `<path d="M1 0A1 1 0 1 1 1 -0.1A1 1 0 0 1 1 0" transform="matrix(4,0,0,4,${x},0)" stroke-width="0.5"/>`;
    expect(mergeSymbols(circle(8) + circle(9))).toBe(
      '<path d="M12 0a4 4 0 1 1 0 -0.4a4 4 0 0 1 0 0.4M13 0a4 4 0 1 1 0 -0.4a4 4 0 0 1 0 0.4" stroke-width="2"/>',
    );
  });

  test('stay apart where they look otherwise', () => {
    const mixed = `${symbol(10)}${symbol(20, ' fill="#654321"')}${symbol(30)}`;
    expect(mergeSymbols(mixed)).toBe(mixed);
  });
});

describe('trials as points', () => {
  const chartOf = (...rows: readonly TrialRow[]) =>
    trialsChart('x', all(...rows), STYLES, { name: 'speed', format: String });

  test('say whose trials lie far from their median, and how many count for nothing', () => {
    const far = rowOf('far', [50, 100, 130]);
    const spoiled: TrialPoint = { repetition: 3, status: 'invalid', value: 900 };
    const near = rowOf('near', [99, 100, 101], [spoiled]);
    expect(chartOf(far, near)?.finding).toBe(
      'By speed the trials of far lie up to 50.0 % from the median, those of near up to 1.0 %. 1 trial counts for nothing.',
    );
    expect(chartOf(near)?.finding).toMatch(/^By speed the trials of near lie within 1\.0 % of the/);
  });

  test('know no spread of one trial, or of none that is complete', () => {
    const spoiled: TrialPoint = { repetition: 0, status: 'incomplete', value: 1 };
    expect(chartOf(rowOf('a', [5]), rowOf('b', [], [spoiled]))?.finding).toBe(
      'No strategy has two complete trials: how far they lie apart is not known. 1 trial counts for nothing.',
    );
    rendered(chartOf(rowOf('a', [5]), rowOf('b', [], [spoiled])));
  });

  test('are all drawn twice, but a spoiled one only where the figure itself is shown', () => {
    const spoiled: TrialPoint = { repetition: 3, status: 'invalid', value: 100 };
    const marksOf = (row: TrialRow) => {
      const svg = rendered(chartOf(row));
      return {
        circles: svg.split('a3.5 3.5 0 1 1').length - 1,
        crosses: svg.split('M1 -1L-1 1').length - 1,
      };
    };
    expect(marksOf(rowOf('a', [99, 100, 101]))).toEqual({ circles: 6, crosses: 0 });
    expect(marksOf(rowOf('a', [99, 100, 101], [spoiled]))).toEqual({ circles: 6, crosses: 1 });
  });
});

describe('the course of trials', () => {
  const findingOf = (...rates: readonly number[][]) =>
    courseChart(
      'x',
      rates.map((each, index) => ({ label: `s${index}`, course: courseOf(each) })),
      STYLES,
    )?.finding;

  test('is even where nothing falls below half of its mean', () => {
    expect(findingOf([100, 60, 110])).toMatch(/^In the trials shown replies came evenly/);
  });

  test('names the deepest dip with its time, and who else dips', () => {
    expect(findingOf([100, 30, 100], [100, 100, 10])).toBe(
      'In the trial shown s1 falls to 14.3 % of its mean throughput 200 ms into the window; dips there are in s0 too.',
    );
  });

  test('is no even one where a trial answers nothing for most of the time', () => {
    expect(findingOf([0, 0, 10])).toMatch(/s0 answers nothing as the window begins\.$/);
  });

  test('takes no short last slice for a dip', () => {
    const course = courseOf([100, 100, 1]);
    const slices = course.slices.map((slice, index) =>
      index === 2 ? { ...slice, lengthNs: 1e6 } : slice,
    );
    const chart = courseChart('x', [{ label: 'a', course: { ...course, slices } }], STYLES);
    expect(chart?.finding).toMatch(/evenly/);
  });

  test('has a panel for failures only where there are some, and says whose', () => {
    const [first] = courseOf([100]).slices;
    if (first === undefined) throw new Error('no slice');
    const failing = { repetition: 0, slices: [{ ...first, failed: 3 }] };
    const chart = courseChart('x', [{ label: 'a', course: failing }], STYLES);
    expect(chart?.finding).toMatch(/ 3 messages of a failed\.$/);
    expect(textsOf(rendered(chart))).toContain('failed messages');
    const healthy = courseChart('x', [{ label: 'a', course: courseOf([100]) }], STYLES);
    expect(textsOf(rendered(healthy))).not.toContain('failed messages');
  });
});

describe('workers', () => {
  const row = (label: string, clients: number[], leastShare: number, mostShare: number) => ({
    label,
    workers: { counted: 'connections', clients, repetition: 0, leastShare, mostShare } as const,
  });

  test('that share evenly are told from those that do not', () => {
    const chart = workersChart(
      'x',
      all(row('even', [32, 32], 0.5, 0.52), row('lucky', [40, 24], 0.5, 0.63)),
      STYLES,
    );
    expect(chart?.finding).toBe(
      'The busiest of 2 workers of lucky has 50.0 % to 63.0 % of the clients; the clients of even lie evenly on the workers.',
    );
  });

  test('by the thousand are a bar of few pieces', () => {
    const many = workersChart('x', all(row('many', Array(1000).fill(1), 0.001, 0.001)), STYLES);
    expect(rendered(many).length).toBeLessThan(12_000);
  });
});

describe('a sweep', () => {
  const cells = [1000, 2000].map((offeredRatePerSec) =>
    inventCell(
      'a',
      { responseP50Ns: [1000], responseP99Ns: [2000], throughputPerSec: [offeredRatePerSec] },
      { load: { ...OPEN, offeredRatePerSec } },
    ),
  );
  const client = { fromPerSec: 2000, belowPerSec: 1000, rates: [] };

  test('names the region where the client was the limit, in every panel, and only then', () => {
    const texts = (limit: typeof client | null) =>
      textsOf(rendered(loadChart('x', all(...cells), STYLES, { knees: null, client: limit })));
    const named = texts(client).filter((text) => text === 'client at its limit');
    expect(named).toHaveLength(3);
    expect(texts(null)).not.toContain('client at its limit');
  });
});

/** Room for all. */
function all<Item>(...items: readonly Item[]) {
  return { items, all: items };
}

function rowOf(
  label: string,
  values: readonly number[],
  others: readonly TrialPoint[] = [],
): TrialRow {
  const points = values.map(
    (value, repetition): TrialPoint => ({ repetition, status: 'complete', value }),
  );
  return { label, estimate: estimateValues(values), points: [...points, ...others] };
}

function courseOf(rates: readonly number[]) {
  const slices = rates.map(
    (okPerSec, index): CourseSlice => ({
      atNs: index * 1e8,
      lengthNs: 1e8,
      okPerSec,
      failed: 0,
      p50Ns: 1000,
      p99Ns: 2000,
      maxNs: 3000,
      serverCpus: 0.5,
      serverRssBytes: 2 ** 20,
    }),
  );
  return { repetition: 0, slices };
}

/** Contrast ratio of WCAG 2.2. */
function ratio(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(color: string): number {
  const digits = color.slice(1);
  const full = digits.length === 3 ? digits.replaceAll(/./g, '$&$&') : digits;
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((at) => {
    const share = Number.parseInt(full.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
