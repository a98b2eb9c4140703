import { z } from 'zod';
import {
  budgetSchema,
  gateCellSchema,
  gateMetricSchema,
  gateOrderSchema,
  sideSchema,
} from './gate-order.ts';

/** `gate.json`: what a gate found, and all that reports say of it. Figures are ratios' logarithms. */

export const decisionSchema = z.enum(['regression', 'pass', 'open', 'inconclusive']);
export type Decision = z.infer<typeof decisionSchema>;

/** A bound is null where so few pairs allow none. */
const bound = z.number().nullable();

export const gateTestSchema = z.object({
  cell: z.string(),
  metric: gateMetricSchema,
  /** `open`: the gate was broken off before it was decided. Null: it only advises. */
  decision: decisionSchema.nullable(),
  /** Why, where the figures do not say it: the server failed, or the host was too loud. */
  reason: z.string().nullable(),
  budget: budgetSchema,
  /** `ln(head / base)` of each pair that was used, in order; positive is worse. */
  differences: z.array(z.number()),
  /** Hodges and Lehmann's; null without a difference. */
  estimate: z.number().nullable(),
  low: bound,
  high: bound,
  /** One-sided, of the look at which it was decided; and with all corrections. Null: not tested. */
  p: z.number().min(0).max(1).nullable(),
  adjustedP: z.number().min(0).max(1).nullable(),
  /** Medians over the pairs that were used. */
  baseMedian: z.number().nullable(),
  headMedian: z.number().nullable(),
  /** How far two trials of the same code lie apart: robust standard deviation of the differences. */
  noise: z.number().min(0).nullable(),
  /** About the smallest change that 80 % of such gates would find by their last look. */
  detectable: z.number().min(0).nullable(),
});
export type GateTest = z.infer<typeof gateTestSchema>;

export const refusedPairSchema = z.object({
  cell: z.string(),
  pair: z.int().min(1),
  attempt: z.int().min(1),
  side: sideSchema,
  trial: z.string(),
  reasons: z.array(z.string()),
});
export type RefusedPair = z.infer<typeof refusedPairSchema>;

export const gateCellResultSchema = gateCellSchema.extend({
  /** Pairs that were used. */
  pairs: z.int().min(0),
  /** Of those, in which the load itself sent a few messages late: they count, but for p99. */
  pairsLateInTail: z.int().min(0).optional(),
  /** A server that failed: head's is a regression, base's leaves nothing to compare with. */
  failure: z
    .object({ side: sideSchema, pair: z.int().min(1), trial: z.string(), reason: z.string() })
    .nullable(),
});
export type GateCellResult = z.infer<typeof gateCellResultSchema>;

export const gateResultSchema = z.object({
  schema: z.literal(1),
  /** The run in whose folder it lies. */
  run: z.string(),
  /** The command that measures it again. */
  command: z.string().optional(),
  verdict: z.enum(['pass', 'regression', 'inconclusive']),
  /** False for one that was broken off: its verdict rests on what there was. */
  isComplete: z.boolean(),
  seed: z.int().min(0),
  order: gateOrderSchema.omit({ cells: true }),
  /** Looks that were taken. */
  looks: z.int().min(0),
  cells: z.array(gateCellResultSchema),
  tests: z.array(gateTestSchema),
  refused: z.array(refusedPairSchema),
});
export type GateResult = z.infer<typeof gateResultSchema>;
