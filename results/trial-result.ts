import { z } from 'zod';
import { chatResultSchema } from './chat-result.ts';
import { distributionSchema } from './distribution.ts';
import { trialSchema } from './trial.ts';

/** One line of `trials.jsonl`: what a trial measured. All times are integer nanoseconds. */

const count = z.int().min(0);
const timeNs = z.int().min(0);

export const countsSchema = z.object({
  /** Messages whose intended start lies in the measured window, and those starved throughout it. */
  scheduled: count,
  sent: count,
  /** Answered rightly, within the time-out. */
  ok: count,
  /** Ended by an error, by its code: ECONNRESET, ECONNREFUSED, END_OF_STREAM, CORRUPT, ... */
  failed: z.record(z.string(), count),
  /** Answered, or still waiting, later than the time-out; late replies to datagrams. */
  timedOut: count,
  /** Datagrams without a reply within the time-out, none by the end of the drain either. */
  lost: count,
  /** Never sent. */
  dropped: count,
  /** No answer by the end of the drain, though the time-out had not passed. */
  unfinished: count,
  corrupt: count,
  /** Replies too many, and overtaken ones: on a stream a failed verification, with datagrams none. */
  duplicated: count,
  reordered: count,
  /** Verified replies received inside the measured window, whenever they were scheduled. */
  answeredInWindow: count,
});
export type Counts = z.infer<typeof countsSchema>;

export const connectionsSchema = z.object({
  attempted: count,
  established: count,
  /** Had at least one verified reply. */
  served: count,
  /** Never had one. */
  starved: count,
  refused: count,
  reset: count,
  /** Ended by the server, in good order, while the client still wanted to talk. */
  closedByServer: count,
  /** Failed to open, or broke, at any time of the trial: by code. */
  failed: z.record(z.string(), count).optional(),
  /**
   * How often the kernel found a listen queue full during the trial, and how many connections its
   * queues lost for any reason: of the whole network namespace. Absent where it can't be known.
   */
  listenOverflows: count.optional(),
  listenDrops: count.optional(),
});
export type Connections = z.infer<typeof connectionsSchema>;

/**
 * Datagrams that the kernel threw away because a receive buffer was full, over the whole trial. The
 * rest of what was lost was lost elsewhere, or never answered.
 */
export const receiveBufferLossSchema = z.object({
  /** In all sockets of the network namespace (RcvbufErrors): the server's, the load's, strangers'. */
  everywhere: count,
  /** In the sockets of the target's port; null when none of them was open at the end. */
  atServer: count.nullable(),
});
export type ReceiveBufferLoss = z.infer<typeof receiveBufferLossSchema>;

export const serverCostSchema = z.object({
  /** CPU time of the whole process tree in the measured window. */
  cpuNs: timeNs,
  /** cpuNs / answeredInWindow; null when nothing was answered. */
  cpuNsPerMessage: z.number().min(0).nullable(),
  /** Greatest sum of resident sets over the tree; pages shared by its processes count in each. */
  peakRssBytes: count,
  /**
   * Proportional set size of the tree, looked at once: at the end of the window, or before the load
   * began where processes had ended by then. A page is divided among the processes that share it
   * (proc_pid_smaps(5)). Null where it could not be known.
   */
  pssBytes: z.int().min(0).nullable().optional(),
  voluntarySwitches: count,
  involuntarySwitches: count,
  processes: count,
  threads: count,
  connectionsPerWorker: z.array(count),
  /** The same for datagrams: the different senders that each worker heard, and what they sent. */
  datagramsPerWorker: z.array(z.object({ peers: count, datagrams: count })).optional(),
});
export type ServerCost = z.infer<typeof serverCostSchema>;

export const loadgenCostSchema = z.object({
  engine: z.enum(['node', 'posix']),
  threads: z.int().min(1),
  cpuNs: timeNs,
  cpuNsPerMessage: z.number().min(0).nullable(),
  peakRssBytes: count,
  /** Pauses of all load threads in the measured window, each the whole thread's. */
  garbageCollections: z.object({ count, totalNs: timeNs, longestNs: timeNs }).optional(),
  /**
   * What the scheduler gave the load threads in the measured window: how long they ran, and how long
   * they were ready while somebody else had their CPU. Absent where the kernel does not tell.
   */
  threadTime: z.object({ ranNs: timeNs, waitedNs: timeNs }).optional(),
  /** Messages that left a millisecond late or more although their connection was free. */
  sentLate: count.optional(),
  /** CPU time of the harness itself in the measured window, on the load's CPUs. */
  harnessCpuNs: timeNs.optional(),
});
export type LoadgenCost = z.infer<typeof loadgenCostSchema>;

export const timelineEntrySchema = z.object({
  /** Start of the entry, from the start of the measured window. */
  atNs: timeNs,
  ok: count,
  failed: count,
  /** From a 1-digit histogram (within 10 %): for the shape over time, not for claims. */
  p50Ns: timeNs.nullable(),
  p99Ns: timeNs.nullable(),
  maxNs: timeNs.nullable(),
  serverCpuNs: timeNs.nullable(),
  serverRssBytes: count.nullable(),
});
export type TimelineEntry = z.infer<typeof timelineEntrySchema>;

export const warningSchema = z.object({
  code: z.string(),
  message: z.string(),
  advice: z.string(),
});
/** Doubt travels with the number: the figure and its limit in `message`, what to do in `advice`. */
export type Warning = z.infer<typeof warningSchema>;

export const trialResultSchema = z.object({
  schema: z.literal(1),
  trial: trialSchema,
  status: z.enum(['complete', 'invalid', 'incomplete', 'interrupted', 'failed-verification']),
  /** Why the status is not `complete`. */
  reasons: z.array(z.string()),
  /** How the server ended, when it did so in the middle of the trial. */
  serverDeath: z.object({ code: z.int().nullable(), signal: z.string().nullable() }).optional(),
  warnings: z.array(warningSchema),
  startedAt: z.iso.datetime(),
  counts: countsSchema,
  connections: connectionsSchema,
  /** Absent for streams, and where the kernel does not tell. */
  receiveBufferLoss: receiveBufferLossSchema.optional(),
  /** Length of the measured window as it was; 0 when it never opened. */
  measuredNs: timeNs,
  /** answeredInWindow over measuredNs; null when the window never opened. */
  throughputPerSec: z.number().min(0).nullable(),
  responseTimeNs: distributionSchema.nullable(),
  serviceTimeNs: distributionSchema.nullable(),
  sendLagNs: distributionSchema.nullable(),
  connectTimeNs: distributionSchema.nullable(),
  firstReplyTimeNs: distributionSchema.nullable(),
  /** What became of the deliveries of a chat; absent for any other workload. */
  chat: chatResultSchema.optional(),
  /** Null for a target whose processes are not ours to watch. */
  server: serverCostSchema.nullable(),
  loadgen: loadgenCostSchema,
  timeline: z.array(timelineEntrySchema),
});
export type TrialResult = z.infer<typeof trialResultSchema>;
