import type { RecordedRun } from '../../results/read-run.ts';

/** The same run with more CPU per message in one cell, on a kernel whose name is hostile. */
export function slowerRun(base: RecordedRun): RecordedRun {
  return {
    ...base,
    header: {
      ...base.header,
      environment: { ...base.header.environment, kernel: '6.99\u001b[31m' },
    },
    trials: base.trials.map((trial) => {
      const isSlower = trial.trial.cell === 'conversation/event-loop' && trial.server !== null;
      if (!isSlower || trial.server === null) return trial;
      const cpuNsPerMessage = (trial.server.cpuNsPerMessage ?? 0) * 1.4;
      return { ...trial, server: { ...trial.server, cpuNsPerMessage } };
    }),
  };
}
