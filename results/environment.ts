import { z } from 'zod';

/** What the machine is, as a run carries it: two runs can be compared only where this is the same. */
export const environmentSchema = z.object({
  cpuModel: z.string(),
  cpus: z.int().min(1),
  memoryBytes: z.int().min(0),
  /** CPUs the cgroup quota allows, or null for no quota. */
  cpuQuota: z.number().positive().nullable(),
  governor: z.string().nullable(),
  platform: z.string(),
  kernel: z.string(),
  arch: z.string(),
  node: z.string(),
  v8: z.string(),
  libuv: z.string(),
  echosounder: z.string(),
  /** Commit of the working directory, `-dirty` when it had changes; null outside a repository. */
  commit: z.string().nullable(),
  somaxconn: z.int().min(0).nullable(),
  openFilesMax: z.int().min(0).nullable(),
});
export type Environment = z.infer<typeof environmentSchema>;
