import { z } from 'zod';
import { environmentSchema } from './environment.ts';
import { responseBoundSchema } from './response-bound.ts';
import { placementSchema } from './run-header.ts';
import { trialResultSchema } from './trial-result.ts';

/** What `load --search` finds: the highest rate that a server holds, with every trial it rests on. */

const ratePerSec = z.number().positive().nullable();

export const outcomeSchema = z.enum([
  /** The offered rate was achieved within 1 % and the bound was kept. */
  'held',
  'missed',
  /** The rate was not held, and the load was at its own limit. */
  'client-limit',
  /** The host spoiled the trial, or the load failed: nothing is known of the server. */
  'unclear',
  /** No client was ever served. */
  'unanswered',
  /** A wrong reply: no other rate would tell anything. */
  'broken',
  'interrupted',
]);
export type Outcome = z.infer<typeof outcomeSchema>;

export const searchAnswerSchema = z.object({
  /** Highest rate that held. */
  heldPerSec: ratePerSec,
  /** Lowest rate above it that the server did not hold. */
  missedPerSec: ratePerSec,
  /** Or, instead, the lowest rate above it at which the client was the limit. */
  clientLimitPerSec: ratePerSec,
  /** Or, instead, the lowest rate above it at which the host spoiled every probe. */
  unclearPerSec: ratePerSec,
  /** Why the search ended. */
  end: z.enum([
    /** The two ends of the bracket are as near as was asked for. */
    'narrowed',
    /** Not even the lowest rate held, or it could not be told. */
    'lowest-missed',
    /** Even the highest rate held. */
    'highest-held',
    'probes-used',
    'broken',
    /** In the last two probes no client was ever served: the server hangs, or is gone. */
    'unanswered',
    'interrupted',
  ]),
});
export type SearchAnswer = z.infer<typeof searchAnswerSchema>;

export const probeSchema = z.object({
  ratePerSec: z.number().positive(),
  outcome: outcomeSchema,
  result: trialResultSchema,
});
export type Probe = z.infer<typeof probeSchema>;

export const rateSearchSchema = z.object({
  /** The target, or the server that stood in for it to measure the client. */
  server: z.string(),
  answer: searchAnswerSchema,
  /** The closed-loop trial from which the search started. */
  firstGuess: trialResultSchema,
  /** In the order in which they were run. */
  probes: z.array(probeSchema),
});
export type RateSearch = z.infer<typeof rateSearchSchema>;

export const saturationSchema = z.object({
  schema: z.literal(1),
  target: z.string(),
  bound: responseBoundSchema,
  startedAt: z.iso.datetime(),
  seed: z.int().min(0),
  environment: environmentSchema,
  placement: placementSchema,
  server: rateSearchSchema,
  /**
   * The same search against a server that does nothing: what the client itself can hold. Null where
   * nothing held, after an interrupt, and for datagrams.
   */
  ceiling: rateSearchSchema.nullable(),
  /** Whether the server's rate is so near the client's own that the client may have set it. */
  clientMayLimit: z.boolean().nullable(),
});
export type Saturation = z.infer<typeof saturationSchema>;
