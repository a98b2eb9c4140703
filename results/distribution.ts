import { z } from 'zod';

const timeNs = z.int().min(0);

/** A distribution of times. `min`, `max` and `mean` are raw; percentiles come from the histogram. */
export const distributionSchema = z.object({
  count: z.int().min(1),
  min: timeNs,
  mean: z.number().min(0),
  p50: timeNs,
  p90: timeNs,
  p99: timeNs,
  p999: timeNs,
  p9999: timeNs,
  max: timeNs,
  /** HdrHistogram V2, compressed, base64; integer nanoseconds, 3 significant digits. */
  histogram: z.string(),
});
export type Distribution = z.infer<typeof distributionSchema>;
