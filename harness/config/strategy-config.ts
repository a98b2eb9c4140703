import { z } from 'zod';
import { commandConfig } from './command-config.ts';
import { wholeCount } from './config-fields.ts';

/** A server of a scenario or a gate: a built-in one, or one that a command starts. */
export const strategyConfig = z.union(
  [
    z.string(),
    z.strictObject({
      strategy: z.string(),
      distribution: z.enum(['round-robin', 'shared-handle', 'reuse-port']).optional(),
      workers: wholeCount(1024).optional(),
    }),
    commandConfig,
  ],
  {
    error:
      'expected the name of a strategy, an object that has it as `strategy`, or one that has the `name` and `command` of a server',
  },
);

export type StrategyEntry = z.output<typeof strategyConfig>;
export type CommandEntry = Extract<StrategyEntry, { command: unknown }>;
