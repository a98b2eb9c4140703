import { readGateOrder } from '../../gate/judge-gate.ts';
import type { RecordedRun } from '../../results/read-run.ts';
import { findShortCells } from '../../stats/short-cells.ts';
import { countOf } from '../text/format.ts';
import type { WarningGroup } from './group-warnings.ts';

export const INCOMPLETE = 'incomplete';

/** That a run lacks trials, or nothing: what is there is rendered all the same. */
export function warnOfCutShort(run: RecordedRun): readonly WarningGroup[] {
  if (readGateOrder(run.header) !== null) return [];
  const short = findShortCells(run);
  if (short.length === 0) return [];
  const { repetitions } = run.header;
  const lacking = short.reduce((sum, { recorded }) => sum + repetitions - recorded, 0);
  return [
    {
      code: INCOMPLETE,
      example: `${countOf(lacking, 'trial')} of the run ${lacking === 1 ? 'was' : 'were'} never recorded: it ended early, or lines of its file are gone`,
      advice:
        'Figures of these cells rest on fewer trials than were asked for, those of fewer than five claim nothing: for all of them run it again, to its end.',
      trials: lacking,
      cells: short.map(({ cell }) => cell),
    },
  ];
}
