import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readQuantity, runSide } from './run-side.ts';
import { summarizeTrials, type TrialFigures } from './trial-figures.ts';

/**
 * How many messages leave late in the trials of a run, and what else had the load's CPU meanwhile:
 * the harness, the coordinator of the load, the load's own garbage collections. Several checkouts of
 * this repository can be compared, block by block in turn: `npm run bench:late -- --side . --side
 * ../other`. Nothing is judged; beside each other the figures say what a change is worth.
 */
const { values: options } = parseArgs({
  options: {
    side: { type: 'string', multiple: true, default: ['.'] },
    rate: { type: 'string', multiple: true, default: ['5000', '20000'] },
    strategy: { type: 'string', multiple: true, default: ['event-loop', 'cluster'] },
    rounds: { type: 'string', default: '3' },
    repetitions: { type: 'string', default: '5' },
    measure: { type: 'string', default: '500ms' },
  },
});

const sides = [...new Set(options.side.map((side) => resolve(side)))];
const order = {
  ratesPerSec: options.rate.map(readQuantity),
  strategies: options.strategy,
  repetitions: readQuantity(options.repetitions),
  measure: options.measure,
};
const rounds = readQuantity(options.rounds);
const figures = new Map<string, TrialFigures[]>(sides.map((side) => [side, []]));
const cpuMs = new Map<string, number[]>(sides.map((side) => [side, []]));

const turns = [...sides];
for (let round = 1; round <= rounds; round += 1) {
  for (const side of turns) {
    const ran = await runSide(side, { ...order, seed: round });
    figures.get(side)?.push(...ran.trials);
    cpuMs.get(side)?.push(ran.cpuMs / ran.trials.length);
    console.error(
      `round ${round}/${rounds}  ${side}  ${ran.trials.length} trials in ${Math.round(ran.tookMs)} ms, ${Math.round(ran.cpuMs / ran.trials.length)} ms of CPU for each`,
    );
  }
  turns.push(...turns.splice(0, 1));
}

for (const ratePerSec of order.ratesPerSec) {
  for (const side of sides) {
    const trials = (figures.get(side) ?? []).filter((trial) => trial.ratePerSec === ratePerSec);
    console.log(`${ratePerSec}/s  ${side}  ${trials.length} trials`);
    for (const line of summarizeTrials(trials)) console.log(`  ${line}`);
  }
}
for (const side of sides) {
  const least = Math.min(...(cpuMs.get(side) ?? []));
  console.log(
    `${side}: ${Math.round(least)} ms of CPU for each trial in all, the least of ${rounds} rounds`,
  );
}
