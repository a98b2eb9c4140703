import { z } from 'zod';
import { HIGHEST_TIME_NS } from '../../results/time-histogram.ts';
import { parseCount, parseDurationNs } from './quantity.ts';
import { BOUND_EXPECTED, parseBound } from './response-bound.ts';

/** What the parts of a config are made of: quantities as people write them. */

const DURATION_EXPECTED = 'expected a duration such as 500ms, 10s or 2m';
export const LONGER_EXPECTED = 'expected a duration longer than zero';

export const writtenDuration = (maxNs = HIGHEST_TIME_NS) =>
  z
    .string(DURATION_EXPECTED)
    .refine((text) => parseDurationNs(text) !== null, DURATION_EXPECTED)
    .transform((text) => parseDurationNs(text) ?? 0)
    .refine((ns) => ns <= maxNs, `expected a duration of at most ${maxNs / 60e9}m`);

export const duration = (byDefault: string, maxNs?: number) =>
  writtenDuration(maxNs).prefault(byDefault);

export const positiveDuration = (byDefault: string, maxNs?: number) =>
  duration(byDefault, maxNs).refine((ns) => ns > 0, LONGER_EXPECTED);

export const count = (max: number) =>
  z
    .union([z.number(), z.string()], { error: `expected a count from 1 to ${max}` })
    .transform((value) => (typeof value === 'number' ? value : (parseCount(value) ?? Number.NaN)))
    .refine((value) => value >= 1 && value <= max, {
      error: `expected a count from 1 to ${max}`,
      abort: true,
    });

export const wholeCount = (max: number) =>
  count(max).refine(Number.isInteger, 'expected a whole number');

export const bound = z.string(BOUND_EXPECTED).transform((text, context) => {
  const parsed = parseBound(text);
  if (parsed === null) context.addIssue({ code: 'custom', message: BOUND_EXPECTED });
  return parsed ?? z.NEVER;
});

/** A name that can be a part of a cell's name. */
export const name = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,40}$/, 'expected a name of small letters, digits and dashes');
