import { z } from 'zod';

/**
 * What a gate was asked to find out: with the trials it is all that its verdict rests on. It stands
 * in `run.json` as `config.gate`, so that the verdict can be found again from the folder alone.
 */

/** Those that decide, in the order in which they are shown. */
export const decidingMetricSchema = z.enum(['cpu-per-message', 'capacity', 'p50']);
export type DecidingMetric = z.infer<typeof decidingMetricSchema>;

/** p99 is shown and decides nothing: it varies too much from one short trial to the next. */
export const gateMetricSchema = z.enum([...decidingMetricSchema.options, 'p99']);
export type GateMetric = z.infer<typeof gateMetricSchema>;

export const budgetSchema = z.object({
  /** A regression is at least this much worse, as a ratio: 1.03 for 3 %. */
  worseBy: z.number().min(1).max(100),
  /** A pass is certainly less than this much worse. */
  passBelow: z.number().min(1).max(100),
});
export type Budget = z.infer<typeof budgetSchema>;

export const gateCellSchema = z.object({
  /** The strategy, or the server's name. */
  name: z.string(),
  metrics: z.array(decidingMetricSchema).min(1),
  /** What base answered in a closed loop, before the pairs; null until it was measured. */
  baseCapacityPerSec: z.number().positive().nullable(),
  /** Of all trials at a fixed rate, on both sides. Null until it was found. */
  offeredRatePerSec: z.number().positive().nullable(),
  /** What is particular about it: a rate that the client could not offer, a metric left out. */
  notes: z.array(z.string()),
  /** Why base can't be measured at all; null where it can. */
  obstacle: z.string().nullable(),
});
export type GateCell = z.infer<typeof gateCellSchema>;

export const gateOrderSchema = z.object({
  base: z.object({ ref: z.string(), commit: z.string() }),
  /** The checkout as it was; `isDirty` when it had changes that no commit has. */
  head: z.object({ commit: z.string(), isDirty: z.boolean() }),
  looksAtPairs: z.array(z.int().min(1).max(1_000)).min(1).max(20),
  alpha: z.number().positive().max(0.5),
  budgets: z.record(gateMetricSchema, budgetSchema),
  /** So often a pair is tried before it is given up. */
  attemptsPerPair: z.int().min(1).max(100),
  cells: z.array(gateCellSchema).min(1).max(1_000),
});
export type GateOrder = z.infer<typeof gateOrderSchema>;

export const sideSchema = z.enum(['base', 'head']);
export type Side = z.infer<typeof sideSchema>;

/** Where a trial stands in a gate. */
export const pairPlaceSchema = z.object({
  /** Of the pair in its cell, from 1. */
  number: z.int().min(1),
  /** From 1; one that the host or the load spoiled is followed by another. */
  attempt: z.int().min(1),
  side: sideSchema,
  /** Which of the two was first, by a coin. */
  order: z.union([z.literal(1), z.literal(2)]),
});
export type PairPlace = z.infer<typeof pairPlaceSchema>;
