import { z } from 'zod';
import { comparedSchema } from './compared.ts';

/** `baseline.json`: a run beside one of another time, and all that reports say of it. */

/**
 * What the machine did meanwhile can't be told from what the code does, so that this never says
 * regression, and never that there is none.
 */
export const baselineVerdictSchema = z.enum(['within-range', 'suspect', 'not-comparable']);
export type BaselineVerdict = z.infer<typeof baselineVerdictSchema>;

export const baselineResultSchema = z.object({
  schema: z.literal(1),
  verdict: baselineVerdictSchema,
  /** The runs by their ids. */
  baseline: z.string(),
  head: z.string(),
  /** The command that measures head again. */
  command: z.string(),
  /** Why they can't be compared, or what could not be. */
  reasons: z.array(z.string()),
  /** Those of `compared` for which it is suspect. */
  suspects: z.array(comparedSchema),
  compared: z.array(comparedSchema),
});
export type BaselineResult = z.infer<typeof baselineResultSchema>;
