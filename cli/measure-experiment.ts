import { type Experiment, runExperiment } from '../harness/run-experiment.ts';
import type { TrialProgress } from '../harness/trial/measure-trial.ts';
import { wrapText } from '../reports/text/wrap-text.ts';
import { appendTrial, type RunFolder } from '../results/run-folder.ts';
import { type Interrupt, listenForInterrupt } from './interrupt.ts';
import { describeTerminal } from './output/terminal-options.ts';
import { describePlanned, nameTrial } from './progress/planned-trial.ts';
import { createProgressDisplay } from './progress/progress-display.ts';

/** Runs an experiment with its progress on standard error; every trial is kept as it ends. */
export async function measureExperiment(
  experiment: Experiment,
  folder: RunFolder,
  isQuiet = false,
): Promise<Interrupt> {
  const { header, trials } = experiment;
  const planned = trials.map(({ trial }) => describePlanned(trial));
  const display = createProgressDisplay(planned, process.stderr, { isQuiet });
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
        display.trialStarted(nameTrial(event.planned.trial), event.number);
        continue;
      }
      await appendTrial(folder, event.result);
      const redos = event.redos.map(({ trial }) => describePlanned(trial));
      display.trialFinished(event.result, event.number, redos);
    }
  } finally {
    display.end();
  }
  return interrupt;
}

function countCells({ header }: Experiment): number {
  return header.scenarios.reduce((sum, { cells }) => sum + cells.length, 0);
}
