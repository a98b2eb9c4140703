/** What a config file and a program that reads results may use. */
export { type BenchConfig, defineBench } from './harness/config/bench-config.ts';
export type { RunHeader } from './results/run-header.ts';
export type { Saturation } from './results/saturation.ts';
export type { TrialResult } from './results/trial-result.ts';
