import { z } from 'zod';
import { environmentSchema } from './environment.ts';
import { responseBoundSchema } from './response-bound.ts';
import { selftestSummarySchema } from './selftest.ts';

/** `run.json`: what was run, on what, and how it is split over the CPUs. */

export const placementSchema = z.object({
  serverCpus: z.array(z.int().min(0)),
  loadCpus: z.array(z.int().min(0)),
  /** Whether the kernel was told to keep them apart. */
  pinned: z.boolean(),
  note: z.string(),
});
export type Placement = z.infer<typeof placementSchema>;

export const scenarioHeaderSchema = z.object({
  name: z.string(),
  /** What the scenario asks, as the config puts it. */
  question: z.string(),
  cells: z.array(z.string()),
  /** What a rate has to keep to hold; the report names the knee of each sweep by it. */
  keep: responseBoundSchema.optional(),
});

export const runHeaderSchema = z.object({
  schema: z.literal(1),
  id: z.string(),
  name: z.string(),
  startedAt: z.iso.datetime(),
  seed: z.int().min(0),
  repetitions: z.int().min(1),
  /** The checked config as it was run. */
  config: z.unknown(),
  scenarios: z.array(scenarioHeaderSchema),
  /** Cells that could not be run here, each with its reason. */
  leftOut: z.array(z.object({ cell: z.string(), reason: z.string() })),
  environment: environmentSchema,
  placement: placementSchema,
  work: z.object({ rounds: z.int().min(1), targetNs: z.int().min(1) }).nullable(),
  /** What the selftest said that was run on this machine before; left out when there was none. */
  selftest: selftestSummarySchema.optional(),
  /** Where something is kept in its place that cannot be read; left out otherwise. */
  selftestUnreadable: z.string().max(4096).optional(),
  /** The command that repeats this run. */
  command: z.string(),
});
export type RunHeader = z.infer<typeof runHeaderSchema>;
