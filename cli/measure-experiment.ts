import { type Experiment, runExperiment } from '../harness/run-experiment.ts';
import type { TrialProgress } from '../harness/trial/measure-trial.ts';
import { wrapText } from '../reports/wrap-text.ts';
import { appendTrial, type RunFolder } from '../results/run-folder.ts';
import { type Interrupt, listenForInterrupt } from './interrupt.ts';
import { createProgressDisplay } from './progress-display.ts';
import { describeTerminal } from './terminal-options.ts';

/** Runs an experiment with its progress on standard error; every trial is kept as it ends. */
export async function measureExperiment(
  experiment: Experiment,
  folder: RunFolder,
): Promise<Interrupt> {
  const { header, trials } = experiment;
  const display = createProgressDisplay(trials.length, process.stderr);
  display.say(`${header.name}: ${trials.length} trials of ${countCells(experiment)} cells`);
  const { width } = describeTerminal(process.stderr);
  display.say(wrapText(header.placement.note, width).join('\n'));
  const interrupt = listenForInterrupt(() =>
    display.say('interrupted: saving what was measured (press Ctrl-C again to stop at once)'),
  );
  const onProgress = (progress: TrialProgress): void => display.update(progress);
  try {
    for await (const event of runExperiment(experiment, onProgress, interrupt.signal)) {
      if (event.type === 'trial-started') {
        display.trialStarted(event.planned.cell.name, event.number);
        continue;
      }
      await appendTrial(folder, event.result);
      display.trialFinished(event.result, event.number);
    }
  } finally {
    display.end();
  }
  return interrupt;
}

function countCells({ header }: Experiment): number {
  return header.scenarios.reduce((sum, { cells }) => sum + cells.length, 0);
}
