import { z } from 'zod';
import { pairPlaceSchema } from './gate-order.ts';

/** What one trial was to do. Plain data: the plan writes it, every report and judge reads it. */

export const workloadSchema = z.discriminatedUnion('kind', [
  /** Many messages on one connection, each echoed. */
  z.strictObject({
    kind: z.literal('conversation'),
    payloadBytes: z
      .int()
      .min(1)
      .max(1 << 24),
  }),
  /** Blocks, one after the other without a wait, each echoed: bulk transfer both ways at once. */
  z.strictObject({
    kind: z.literal('stream'),
    payloadBytes: z
      .int()
      .min(1)
      .max(1 << 24),
  }),
  /** Connect, one message, its echo, close; again and again. */
  z.strictObject({
    kind: z.literal('churn'),
    payloadBytes: z
      .int()
      .min(1)
      .max(1 << 24),
  }),
  /** Connect, read what the server says until it hangs up; again and again. */
  z.strictObject({ kind: z.literal('greet') }),
  /** Rooms whose speakers say messages that every other member must hear. Open loop only. */
  z.strictObject({
    kind: z.literal('chat'),
    rooms: z.int().min(1).max(50_000),
    membersPerRoom: z.int().min(2).max(100_000),
    speakersPerRoom: z.int().min(1).max(100_000),
    /** Of what is said. */
    payloadBytes: z
      .int()
      .min(1)
      .max(1 << 16),
    /** Members, over all rooms, that stop reading once they have joined. */
    slowReaders: z.int().min(0).max(100_000),
  }),
]);
export type Workload = z.infer<typeof workloadSchema>;

/** Bytes that a stream carries each way per message; null for workloads that are not about bytes. */
export function blockBytes(workload: Workload): number | null {
  return workload.kind === 'stream' ? workload.payloadBytes : null;
}

/** Connections opened per second before the load starts; absent: the load's own pace. */
const rampPerSec = z.number().positive().max(1_000_000).optional();

export const loadSchema = z.discriminatedUnion('loop', [
  /** The next message follows the reply. `depth`: messages in flight on one connection. */
  z.strictObject({
    loop: z.literal('closed'),
    connections: z.int().min(1).max(100_000),
    depth: z.int().min(1).max(1024),
    thinkTimeNs: z.int().min(0),
    rampPerSec,
  }),
  /** Messages leave on schedule, whatever came back. */
  z.strictObject({
    loop: z.literal('open'),
    connections: z.int().min(1).max(100_000),
    offeredRatePerSec: z.number().positive().max(10_000_000),
    arrivals: z.enum(['constant', 'poisson']),
    rampPerSec,
  }),
]);
export type Load = z.infer<typeof loadSchema>;

/** The phases of a trial and its limits, all in nanoseconds. */
export const timingSchema = z.strictObject({
  /**
   * Longest wait for every connection's first reply, from when the last one may have been opened,
   * before the warm-up starts anyway.
   */
  firstReplyWaitNs: z.int().min(0),
  warmupNs: z.int().min(0),
  measureNs: z.int().min(1),
  /** Longest wait, after the measurement, for replies that are still due. */
  drainNs: z.int().min(0),
  /** A reply later than this counts as `timedOut`; its time is still recorded. */
  timeoutNs: z.int().min(1),
});
export type Timing = z.infer<typeof timingSchema>;

export const trialSchema = z.object({
  id: z.string().regex(/^[a-z0-9][a-z0-9._-]*$/),
  /** The scenario of the experiment; `load` for a single measurement. */
  scenario: z.string(),
  /** Trials of one cell differ in repetition and seed alone. */
  cell: z.string(),
  /** The built-in strategy, with its variant (`cluster/reuse-port`), or null for an outside target. */
  strategy: z.string().nullable(),
  /** The address of a server that already ran, or null. */
  target: z.string().nullable(),
  service: z.string().nullable(),
  transport: z.enum(['tcp', 'unix', 'udp']),
  workload: workloadSchema,
  load: loadSchema,
  timing: timingSchema,
  repetition: z.int().min(0),
  seed: z.int().min(0),
  /** Of a trial of a gate: the pair that it is half of. */
  pair: pairPlaceSchema.optional(),
});
export type Trial = z.infer<typeof trialSchema>;
