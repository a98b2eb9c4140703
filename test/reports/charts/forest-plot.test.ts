import { expect, test } from 'vitest';
import {
  type ForestPlot,
  PLOT_ROWS_MAX,
  renderForestPlot,
} from '../../../reports/charts/forest-plot.ts';
import { readXml } from '../read-xml.ts';

const ROW = {
  label: 'event-loop',
  estimate: 0.02,
  low: 0.01,
  high: 0.04,
  figures: '+2.0 %',
  word: 'pass',
  tone: 'fine' as const,
};
const PLOT: ForestPlot = {
  id: 'x',
  title: 'What it shows',
  rows: [ROW],
  marks: [{ at: Math.log(1.03), text: 'from 3 %' }],
  formatTick: (at) => `${Math.round(Math.expm1(at) * 100)} %`,
  ends: ['better', 'worse'],
};

/** Where on the drawing the marks of the axis stand, and what they say. */
function ticksOf(svg: string): { x: number; text: string }[] {
  return [...svg.matchAll(/<text x="([\d.]+)" y="[\d.]+" text-anchor="middle">([^<]*)</g)].map(
    ([, x, text = '']) => ({ x: Number(x), text }),
  );
}

/** From where to where the interval's bar goes. */
function barOf(svg: string): [number, number] {
  const [, from, to] = /<line x1="([\d.]+)" x2="([\d.]+)"[^>]*stroke-width="2.5"/.exec(svg) ?? [];
  return [Number(from), Number(to)];
}

test('an estimate lies between its bounds, right of no difference where it is above it', () => {
  const svg = renderForestPlot(PLOT);
  const [from, to] = barOf(svg);
  const estimate = Number(/<circle cx="([\d.]+)"/.exec(svg)?.[1]);
  const zero = ticksOf(svg).find(({ text }) => text === '0 %')?.x ?? Number.NaN;
  expect(zero).toBeLessThan(from);
  expect(from).toBeLessThan(estimate);
  expect(estimate).toBeLessThan(to);
});

test('the axis is logarithmic: a half and the double lie equally far from no difference', () => {
  const rows = [{ ...ROW, estimate: 0, low: -1, high: 1 }];
  const svg = renderForestPlot({ ...PLOT, rows, most: Math.log(4) });
  const place = (text: string) => ticksOf(svg).find((tick) => tick.text === text)?.x ?? Number.NaN;
  expect(place('100 %') - place('0 %')).toBeCloseTo(place('0 %') - place('-50 %'), 0);
});

test('a bound that is open, or beyond the axis, ends in an arrow instead of a line', () => {
  const arrows = (changes: object) =>
    renderForestPlot({ ...PLOT, rows: [{ ...ROW, ...changes }] }).match(/<path d="M/g)?.length ?? 0;
  expect(arrows({})).toBe(0);
  expect(arrows({ low: null })).toBe(1);
  expect(arrows({ low: null, high: 9 })).toBe(2);
});

test('each way to come out has a shape of its own, so that colour is not needed', () => {
  const shapes = (['worse', 'better', 'fine', 'untold', 'aside'] as const).map((tone) => {
    const svg = renderForestPlot({ ...PLOT, rows: [{ ...ROW, tone }] });
    const shape = /<(?:path|circle|rect)[^>]*>/.exec(svg)?.[0] ?? '';
    return shape.replaceAll(/#[0-9a-f]{6}/g, '');
  });
  expect(new Set(shapes).size).toBe(5);
});

test('labels of the axis leave room for each other, however far it reaches', () => {
  for (const high of [0.01, 0.1, 0.3, 1, 3]) {
    const rows = [{ ...ROW, low: -high, high }];
    const places = ticksOf(renderForestPlot({ ...PLOT, rows, most: Math.log(8) }))
      .map(({ x }) => x)
      .sort((a, b) => a - b);
    expect(places.length).toBeGreaterThan(2);
    const gaps = places.slice(1).map((x, index) => x - (places[index] ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(45);
  }
});

test('a limit beyond the axis has no line', () => {
  expect(renderForestPlot(PLOT)).toContain('from 3 %');
  const marks = [{ at: Math.log(3), text: 'from 200 %' }];
  expect(renderForestPlot({ ...PLOT, marks })).not.toContain('from 200 %');
});

test('a row without figures is there with its word and without a shape', () => {
  const rows = [{ ...ROW, estimate: null, low: null, high: null, figures: 'nothing measured' }];
  const svg = renderForestPlot({ ...PLOT, rows });
  expect(svg).toContain('nothing measured');
  expect(svg).not.toMatch(/<circle|stroke-width="2.5"/);
});

test('hundreds of rows are cut to what can be read', () => {
  const rows = Array.from({ length: 500 }, () => ROW);
  expect(renderForestPlot({ ...PLOT, rows }).match(/<circle/g)).toHaveLength(PLOT_ROWS_MAX);
});

test('it is well-formed and tells what it shows, whatever the names hold', () => {
  const hostile = `"'><script>&]]>--><!--\u001b[31m\u202e`;
  const rows = [{ ...ROW, label: hostile, figures: hostile, word: hostile }];
  const svg = renderForestPlot({ ...PLOT, title: hostile, rows, ends: [hostile, hostile] });
  expect(svg).toMatch(/role="img" aria-labelledby="x-title"/);
  expect(svg).not.toMatch(/<script|<!--|\p{Cc}(?<!\n)|\u202e/u);
  expect(() => readXml(svg.replaceAll(/ [a-zA-Z0-9:-]+="[^"<]*"/g, ''))).not.toThrow();
});
