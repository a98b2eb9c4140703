import { z } from 'zod';
import type { Environment } from './environment.ts';

/** What the harness found when it measured servers whose true answer is known. */

const shortText = z.string().max(400);
const verdictSchema = z.enum(['pass', 'fail', 'cannot-tell']);
export type SelftestVerdict = z.infer<typeof verdictSchema>;

const rowSchema = z.object({
  what: shortText,
  expected: shortText,
  measured: shortText,
  allowed: shortText,
  /** Null for what is only told. */
  holds: z.boolean().nullable(),
});

const checkSchema = z.object({
  name: shortText,
  claim: shortText,
  verdict: verdictSchema,
  /** Why it is no pass; null for a pass. */
  reason: shortText.nullable(),
  /** How often it was measured: once more where the host spoiled it. */
  attempts: z.int().min(1).max(100),
  rows: z.array(rowSchema).max(100),
});
export type SelftestCheck = z.infer<typeof checkSchema>;

/** What must be the same for a selftest to speak of a run. */
const machineSchema = z.object({
  cpuModel: shortText,
  cpus: z.int().min(1),
  arch: shortText,
  kernel: shortText,
  node: shortText,
  echosounder: shortText,
});
export type SelftestMachine = z.infer<typeof machineSchema>;

export const selftestSchema = z.object({
  schema: z.literal(1),
  finishedAt: z.iso.datetime(),
  tookMs: z.number().min(0),
  verdict: verdictSchema,
  /** Differences below this mean nothing on this machine; null when that was not found out. */
  errorBudgetNs: z.number().min(0).nullable(),
  machine: machineSchema,
  checks: z.array(checkSchema).max(100),
});
export type Selftest = z.infer<typeof selftestSchema>;

/** As a run carries it. */
export const selftestSummarySchema = selftestSchema
  .pick({ finishedAt: true, verdict: true, errorBudgetNs: true })
  .extend({
    checks: z.array(checkSchema.pick({ name: true, verdict: true, reason: true })).max(100),
  });
export type SelftestSummary = z.infer<typeof selftestSummarySchema>;

export function describeSelftestMachine(environment: Environment): SelftestMachine {
  const { cpuModel, cpus, arch, kernel, node, echosounder } = environment;
  return { cpuModel, cpus, arch, kernel, node, echosounder };
}

/** The part of it that a run carries, if it speaks of the machine that the run is on. */
export function summarizeSelftest(
  { finishedAt, verdict, errorBudgetNs, machine, checks }: Selftest,
  environment: Environment,
): SelftestSummary | null {
  const here = describeSelftestMachine(environment);
  const keys = Object.keys(here) as (keyof SelftestMachine)[];
  if (keys.some((key) => machine[key] !== here[key])) return null;
  return {
    finishedAt,
    verdict,
    errorBudgetNs,
    checks: checks.map(({ name, verdict, reason }) => ({ name, verdict, reason })),
  };
}
