import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { median } from 'simple-statistics';
import { readRun } from '../../results/read-run.ts';
import { HEADER_FILE, TRIALS_FILE } from '../../results/run-folder.ts';
import { enlargeRun } from './large-run.ts';
import { measureOpening } from './measure-opening.ts';
import { measureRender } from './measure-render.ts';
import { sizeWithoutDataBytes } from './page-size.ts';

/**
 * How long a report of 1,000 trials takes to be written, and its page to open in Chromium, each
 * figure beside what is asked. `npm run bench:report` takes about half a minute, and exits with 1
 * when a figure is above what is asked.
 */
/** A run of invented figures in the real form, which the tests of the reports read as well. */
const RECORDED = join(
  fileURLToPath(new URL('../..', import.meta.url)),
  'test/testdata/recorded/progression',
);
const TRIALS = 1_000;
const ROUNDS = 5;

const folder = mkdtempSync(join(tmpdir(), 'echosounder-bench-report-'));
try {
  const isKept = await benchReport(folder);
  process.exitCode = isKept ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true });
}

async function benchReport(folder: string): Promise<boolean> {
  const page = join(folder, 'report.html');
  await writeLargeRun(folder);
  const rendered = [];
  for (let round = 0; round < ROUNDS; round++) rendered.push(await measureRender(folder, page));
  const opened = await measureOpening(page, ROUNDS);
  const html = readFileSync(page, 'utf8');
  console.log(`a report of ${TRIALS} trials, median (least to most) of ${ROUNDS}:`);
  return [
    tell(
      'written, wall clock',
      's',
      rendered.map(({ wallNs }) => wallNs / 1e9),
      3,
    ),
    tell(
      'written, CPU time',
      's',
      rendered.map(({ cpuNs }) => cpuNs / 1e9),
      null,
    ),
    tell(
      'opened, first paint',
      'ms',
      opened.map(({ firstPaintMs }) => firstPaintMs),
      1_000,
    ),
    tell(
      'opened, loaded',
      'ms',
      opened.map(({ loadedMs }) => loadedMs),
      1_000,
    ),
    tell('page without data', 'kB', [sizeWithoutDataBytes(html) / 1e3], 1_000),
    tell('page', 'kB', [Buffer.byteLength(html) / 1e3], null),
  ].every(Boolean);
}

async function writeLargeRun(folder: string): Promise<void> {
  const { header, trials } = enlargeRun(await readRun(RECORDED), TRIALS);
  writeFileSync(join(folder, HEADER_FILE), JSON.stringify(header));
  const lines = trials.map((trial) => `${JSON.stringify(trial)}\n`);
  writeFileSync(join(folder, TRIALS_FILE), lines.join(''));
}

/** A line; whether the median is below what is asked. */
function tell(
  what: string,
  unit: string,
  values: readonly number[],
  below: number | null,
): boolean {
  const middle = median([...values]);
  const range = `(${show(Math.min(...values))} to ${show(Math.max(...values))})`;
  const asked = below === null ? '' : `  asked: below ${below} ${unit}`;
  console.log(`  ${what.padEnd(20)} ${show(middle).padStart(6)} ${unit} ${range}${asked}`);
  return below === null || middle < below;
}

function show(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
