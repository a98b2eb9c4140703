import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { renderHtml } from '../../reports/page/page.ts';
import { buildReport } from '../../reports/report.ts';
import { readRun } from '../../results/read-run.ts';
import { drawTerminal } from './draw-terminal.ts';
import { photographPage } from './photograph-page.ts';
import { recordTerminal } from './record-terminal.ts';
import { readScreen } from './terminal-screen.ts';

/**
 * The pictures of the README, in `docs/pictures/`: `npm run pictures -- RUN` photographs the report
 * of a run, light and dark, and draws what a measurement shows on a terminal, made there and then.
 */
const FOLDER = fileURLToPath(new URL('../../docs/pictures/', import.meta.url));
const BYTES_MAX = 200_000;
const SESSION = ['load', 'event-loop', '-d', '2s'];
const SESSION_COLUMNS = 100;

const [run] = process.argv.slice(2);
if (run === undefined) throw new Error('which run? npm run pictures -- runs/NAME');
mkdirSync(FOLDER, { recursive: true });
await pictureReport(run);
await pictureTerminal();

async function pictureReport(run: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'echosounder-pictures-'));
  try {
    const page = join(folder, 'report.html');
    writeFileSync(page, renderHtml(buildReport(await readRun(run))));
    for (const [scheme, bytes] of await photographPage(page, ['light', 'dark'])) {
      save(`report-${scheme}.webp`, bytes);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function pictureTerminal(): Promise<void> {
  const command = `npx echosounder ${SESSION.join(' ')}`;
  const output = await recordTerminal(SESSION, SESSION_COLUMNS);
  const prompt = `\u001b[2m$\u001b[22m \u001b[1m${command}\u001b[22m\r\n`;
  const svg = drawTerminal(command, readScreen(prompt + output), SESSION_COLUMNS);
  save('terminal.svg', Buffer.from(svg));
}

function save(name: string, bytes: Buffer): void {
  if (bytes.length > BYTES_MAX) {
    throw new Error(
      `${name} has ${bytes.length} bytes: too heavy for a README, ${BYTES_MAX} may be`,
    );
  }
  writeFileSync(join(FOLDER, name), bytes);
  console.log(`docs/pictures/${name}: ${bytes.length} bytes`);
}
