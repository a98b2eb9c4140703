import { InvalidArgumentError } from 'commander';
import { parseCount, parseDurationNs } from '../../harness/config/quantity.ts';

/** Readers for the values of options: each refuses what it can't read, with what it could. */

export function readDurationNs(text: string): number {
  const ns = parseDurationNs(text);
  if (ns === null) throw new InvalidArgumentError('Write a duration such as 500ms, 10s or 2m.');
  return ns;
}

export function readPositiveDurationNs(text: string): number {
  const ns = readDurationNs(text);
  if (ns <= 0) throw new InvalidArgumentError('It must be longer than zero.');
  return ns;
}

export function readCount(min: number, max: number): (text: string) => number {
  return (text) => {
    const count = parseCount(text);
    if (count === null || !Number.isInteger(count) || count < min || count > max) {
      throw new InvalidArgumentError(
        `Write a whole number from ${min} to ${max}, such as 64 or 2k.`,
      );
    }
    return count;
  };
}

/** A number that is written out: a port, a seed. */
export function readWhole(min: number, max: number): (text: string) => number {
  return (text) => {
    const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (number >= min && number <= max) return number;
    throw new InvalidArgumentError(`Write a whole number from ${min} to ${max}.`);
  };
}

export function readRate(text: string): number {
  const rate = parseCount(text);
  if (rate === null || rate <= 0 || rate > 10_000_000) {
    throw new InvalidArgumentError('Write messages per second, such as 500 or 20k, up to 10m.');
  }
  return rate;
}

export function readRamp(text: string): number {
  const ramp = parseCount(text);
  if (ramp === null || ramp <= 0 || ramp > 1_000_000) {
    throw new InvalidArgumentError('Write connections per second, such as 500 or 20k, up to 1m.');
  }
  return ramp;
}
