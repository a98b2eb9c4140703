import { compute } from '../servers/services/computation.ts';

/** Prints how many rounds of the computation take the given nanoseconds in this process. */

const REPETITIONS = 15;

const targetNs = Number(process.argv[2]);

function timeRounds(rounds: number): number {
  const before = process.hrtime.bigint();
  compute(rounds);
  return Number(process.hrtime.bigint() - before);
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

// Compiled code is what a server runs, so the first calls don't count.
let rounds = 1000;
while (timeRounds(rounds) < targetNs && rounds < 1e9) rounds *= 2;
const costNs = median(Array.from({ length: REPETITIONS }, () => timeRounds(rounds)));
process.stdout.write(String(Math.max(1, Math.round((rounds * targetNs) / costNs))));
