import type { Knee, ScenarioKnees } from '../../stats/knee.ts';
import { formatRate } from '../text/format.ts';
import { formatBound } from './bound-text.ts';

/** How far each strategy goes in a scenario's sweep, in a sentence. */
export function describeKnees({ bound, knees }: ScenarioKnees): string {
  const told = knees.map((knee) => `${knee.label} ${describeKnee(knee)}`);
  return `Knee, the highest rate offered that kept ${formatBound(bound)}: ${told.join('; ')}.`;
}

function describeKnee({ heldPerSec, next }: Knee): string {
  const held = heldPerSec === null ? 'none' : formatRate(heldPerSec);
  if (next === null) return `${held} or more (none higher was offered)`;
  const rate = formatRate(next.ratePerSec);
  return next.why === 'missed' ? `${held} (not ${rate})` : `${held} (${rate}: no sound trial)`;
}
