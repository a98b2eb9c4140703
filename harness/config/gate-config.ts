import { isAbsolute, normalize, sep } from 'node:path';
import { z } from 'zod';
import { WINDOW_MAX_NS } from '../../loadgen/recording/timeline-recorder.ts';
import { decidingMetricSchema, gateMetricSchema } from '../../results/gate-order.ts';
import { duration, positiveDuration, wholeCount } from './config-fields.ts';
import { parsePercent } from './quantity.ts';
import { type StrategyEntry, strategyConfig } from './strategy-config.ts';
import { defaultPayloadBytes } from './workload-defaults.ts';

/** What `echosounder gate` compares, and what counts as worse. */

const PERCENT_EXPECTED = "expected a share such as '3%', from 0% to 900%";

const percent = z
  .string(PERCENT_EXPECTED)
  .refine((text) => isPercent(parsePercent(text)), PERCENT_EXPECTED)
  .transform((text) => 1 + (parsePercent(text) ?? 0) / 100);

const budget = z
  .strictObject({
    /** A regression is at least this much worse. */
    worseBy: percent.prefault('3%'),
    /** A pass is certainly less than this much worse. */
    passBelow: percent.prefault('5%'),
  })
  .refine(
    ({ worseBy, passBelow }) => passBelow > worseBy,
    'expected passBelow to be more than worseBy',
  );

const messages = <Kind extends 'conversation' | 'churn'>(kind: Kind) =>
  z.strictObject({
    kind: z.literal(kind),
    payloadBytes: wholeCount(1 << 24).prefault(defaultPayloadBytes(kind)),
  });

const entry = strategyConfig.refine((written) => !leadsElsewhere(written), {
  path: ['cwd'],
  error:
    "expected a folder within each side's own: from any other one, both would run the same code",
});

export const gateConfig = z.strictObject({
  /** A cell each: built-in strategies, and servers that a command starts in each side's folder. */
  strategies: z.array(entry).min(1).max(100),
  /** Of the built-in ones. What `work` computes is the config's own `work.duration`. */
  service: z.enum(['echo', 'work']).default('echo'),
  transport: z.enum(['tcp', 'unix']).default('tcp'),
  host: z.enum(['127.0.0.1', '::1']).default('127.0.0.1'),
  workload: z
    .discriminatedUnion('kind', [messages('conversation'), messages('churn')])
    .prefault({ kind: 'conversation' }),
  connections: wholeCount(100_000).prefault(16),
  firstReplyWait: duration('15s'),
  warmup: duration('200ms'),
  measure: positiveDuration('600ms', WINDOW_MAX_NS),
  drain: duration('300ms'),
  timeout: positiveDuration('10s'),
  /** After so many pairs it is decided what can be; the last look is the last. */
  looks: z
    .array(wholeCount(1_000))
    .min(1)
    .max(20)
    .refine(
      (looks) => looks.every((pairs, index) => pairs > (looks[index - 1] ?? 0)),
      'expected numbers of pairs that grow',
    )
    .default([10, 20, 40]),
  /** So often a pair is tried that the host or the load spoils. */
  attempts: wholeCount(100).prefault(3),
  /** How long it waits in all for other programs to be quiet, before it tries again. */
  patience: duration('2m'),
  /** The chance of any false alarm in the whole gate. */
  alpha: z.number().positive().max(0.5).default(0.05),
  /** Those that decide. */
  metrics: z
    .array(decidingMetricSchema)
    .min(1)
    .transform((metrics) => [...new Set(metrics)])
    .default([...decidingMetricSchema.options]),
  budgets: z
    .strictObject(
      Object.fromEntries(
        gateMetricSchema.options.map((metric) => [metric, budget.prefault({})]),
      ) as Record<z.infer<typeof gateMetricSchema>, z.ZodPrefault<typeof budget>>,
    )
    .prefault({}),
  /** What makes base's folder ready; by default `npm ci` where there is a lockfile. */
  prepare: z.array(z.string().min(1)).min(1).max(1_000).optional(),
  prepareTimeout: positiveDuration('10m'),
});

export type CheckedGate = z.output<typeof gateConfig>;

function leadsElsewhere(entry: StrategyEntry): boolean {
  if (typeof entry === 'string' || !('command' in entry) || entry.cwd === undefined) return false;
  return isAbsolute(entry.cwd) || normalize(entry.cwd).split(sep)[0] === '..';
}

function isPercent(value: number | null): boolean {
  return value !== null && value <= 900;
}
