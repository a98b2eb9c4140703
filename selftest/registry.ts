import type { Check } from './check.ts';
import { clocks } from './checks/clocks.ts';
import { delays } from './checks/delays.ts';
import { errorBudget } from './checks/error-budget.ts';
import { control, freeze } from './checks/freeze.ts';
import { faults, littlesLaw } from './checks/ledger.ts';
import { merging } from './checks/merging.ts';
import { blockedLoad, schedules } from './checks/pacing.ts';
import { queues } from './checks/queue.ts';
import { times } from './checks/times.ts';

/** In the order they are run: first what needs no load, last what counts all that was measured. */
export const CHECKS: readonly Check[] = [
  merging,
  clocks,
  errorBudget,
  freeze,
  control,
  ...queues,
  ...delays,
  littlesLaw,
  ...faults,
  ...schedules,
  blockedLoad,
  times,
];
