import { fileURLToPath } from 'node:url';
import { buildReport, type Report } from '../../reports/report.ts';
import { readRun } from '../../results/read-run.ts';

/** The report of the recorded synthetic run (see synthetic/write.ts). */
export async function readRecordedReport(): Promise<Report> {
  const path = fileURLToPath(new URL('../testdata/recorded/progression', import.meta.url));
  return buildReport(await readRun(path));
}
