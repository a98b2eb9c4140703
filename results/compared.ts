import { z } from 'zod';

/** One cell and metric of two runs of different times, beside each other. */

/** In the order in which they are told. */
export const comparedMetricSchema = z.enum([
  'throughput',
  'CPU per message',
  'response p50',
  'response p99',
  'memory',
]);
export type ComparedMetric = z.infer<typeof comparedMetricSchema>;

/** `same`: within 5 % either way, with confidence. `unknown`: neither that nor different. */
export const wordSchema = z.enum(['better', 'worse', 'same', 'unknown']);
export type Word = z.infer<typeof wordSchema>;

export const comparedSchema = z.object({
  cell: z.string(),
  metric: comparedMetricSchema,
  /** head / base, from the median of all quotients. */
  ratio: z.number().positive(),
  /** Of the ratio; null with fewer than five complete trials on either side. */
  interval: z
    .object({
      low: z.number().min(0),
      high: z.number().min(0),
      /** Probability, before measuring, that such an interval holds the true ratio. */
      confidence: z.number().min(0).max(1),
    })
    .nullable(),
  word: wordSchema,
  baseTrials: z.int().min(1),
  headTrials: z.int().min(1),
});
export type Compared = Readonly<z.infer<typeof comparedSchema>>;
