import type { BarePrograms } from './bare-programs.ts';

/** What every part of the benchmark works with. The server has CPU 0, the client CPU 1. */
export interface Setting {
  readonly programs: BarePrograms | null;
  readonly port: number;
  readonly rounds: number;
  readonly warmupMs: number;
  readonly measureMs: number;
}

export const SERVER_CPU = 0;
export const CLIENT_CPU = 1;
export const MESSAGE_BYTES = 64;

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2;
}

/** Median, least and most, in a unit of so many nanoseconds. */
export function describeSpread(valuesNs: readonly number[], unit: 'ns' | 'us' = 'ns'): string {
  const format = (ns: number): string =>
    unit === 'ns' ? String(Math.round(ns)) : (ns / 1e3).toFixed(1);
  const [middle, least, most] = [median(valuesNs), Math.min(...valuesNs), Math.max(...valuesNs)];
  return `${format(middle)} ${unit} (${format(least)} to ${format(most)})`;
}

/** Turn and turn about, and who goes first changes: whatever drifts, drifts for all. */
export async function interleave<Name extends string>(
  names: readonly Name[],
  rounds: number,
  run: (name: Name, round: number) => Promise<void>,
): Promise<void> {
  const order = [...names];
  for (let round = 1; round <= rounds; round += 1) {
    for (const name of order) await run(name, round);
    order.push(...order.splice(0, 1));
  }
}
