import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { appendTrial, createRunFolder } from '../../../results/run-folder.ts';
import { createSyntheticRun } from './run.ts';

/**
 * `node test/reports/synthetic/write.ts` records the synthetic run that the golden tests read,
 * `test/testdata/recorded/progression`. Its figures are invented; its form is real.
 */
const path = fileURLToPath(new URL('../../testdata/recorded/progression', import.meta.url));
rmSync(path, { recursive: true, force: true });
const run = createSyntheticRun();
const folder = await createRunFolder(path, run.header);
for (const trial of run.trials) await appendTrial(folder, trial);
