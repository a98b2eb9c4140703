import { appendTrial, createRunFolder } from '../../results/run-folder.ts';
import { HEADER, makeTrial } from './make-trial.ts';

/** Appends trials until it is killed, and says after each that it is safe. */
const path = process.argv[2];
if (path === undefined) throw new Error('append.child.ts FOLDER');
const folder = await createRunFolder(path, HEADER);
const { trial } = makeTrial();
for (let index = 0; index < 10_000; index++) {
  await appendTrial(folder, makeTrial({ trial: { ...trial, id: `trial-${index}` } }));
  process.stdout.write(`${index}\n`);
}
