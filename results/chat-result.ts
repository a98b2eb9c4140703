import { z } from 'zod';
import { distributionSchema } from './distribution.ts';

/** What a chat is about: a message is said once and delivered to every other member of the room. */

const count = z.int().min(0);

export const chatDeliveriesSchema = z.object({
  /** Owed to members that read, for messages whose intended start lies in the measured window. */
  expected: count,
  /** Verified byte by byte, in order, whenever they came. */
  delivered: count,
  /** Never came, though a later message of the same member did: the server is wrong. */
  lost: count,
  /** The connection of who said it or who should hear it had ended. */
  failed: count,
  /** Not there by the end of the drain. */
  unfinished: count,
  /** Came twice, or after a later message of the same member, at any time: the server is wrong. */
  duplicated: count,
  misordered: count,
  /** Owed to slow readers; in no figure above. */
  excused: count,
});
export type ChatDeliveries = z.infer<typeof chatDeliveriesSchema>;

export const chatResultSchema = z.object({
  deliveries: chatDeliveriesSchema,
  /** Received in the measured window over its length; null when the window never opened. */
  deliveriesPerSec: z.number().min(0).nullable(),
  /** The server's CPU time over deliveries in the measured window; null where there is none. */
  serverCpuNsPerDelivery: z.number().min(0).nullable(),
  loadgenCpuNsPerDelivery: z.number().min(0).nullable(),
  /** From the intended start of a message to each of its receivers. */
  deliveryTimeNs: distributionSchema.nullable(),
  /** Of each message: to the first, the median and the last of its receivers. */
  firstReceiverTimeNs: distributionSchema.nullable(),
  medianReceiverTimeNs: distributionSchema.nullable(),
  lastReceiverTimeNs: distributionSchema.nullable(),
  slowReaders: z.object({
    /** Stopped reading on purpose. */
    members: count,
    /** Those of them that the server disconnected, as the others in the room heard it. */
    disconnected: count,
    /**
     * How many the server itself counted over the whole trial, whoever they were. Absent where it
     * does not tell: it is not ours, or it died.
     */
    countedByServer: count.optional(),
  }),
});
export type ChatResult = z.infer<typeof chatResultSchema>;
