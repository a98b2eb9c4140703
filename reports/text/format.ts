import type { Estimate } from '../../stats/sample.ts';

/** Figures for people: three significant digits, one unit. All pure. */

export const NOTHING = '–';

const TIME_UNITS = [
  [1e9, 's'],
  [1e6, 'ms'],
  [1e3, 'µs'],
  [1, 'ns'],
] as const;
const COUNT_UNITS = [
  [1e9, ' G'],
  [1e6, ' M'],
  [1e3, ' k'],
  [1, ''],
] as const;
const BYTE_UNITS = [
  [2 ** 30, 'GiB'],
  [2 ** 20, 'MiB'],
  [2 ** 10, 'KiB'],
  [1, 'B'],
] as const;

/** `12.3 µs`. */
export function formatTime(timeNs: number): string {
  return withUnit(timeNs, TIME_UNITS, ' ');
}

/** `1 ms`, `1.25 ms`: of a time that is round by choice. */
export function formatEdge(timeNs: number): string {
  const [scale, unit] = TIME_UNITS.find(([size]) => timeNs >= size) ?? [1, 'ns'];
  return `${Number((timeNs / scale).toPrecision(6))} ${unit}`;
}

/** `20.1 k`; counts under a thousand whole where they are. */
export function formatCount(count: number): string {
  return withUnit(count, COUNT_UNITS, '');
}

/** `61.2 MiB`. */
export function formatBytes(bytes: number): string {
  return withUnit(bytes, BYTE_UNITS, ' ');
}

/** `812 MiB/s`. */
export function formatByteRate(bytesPerSec: number): string {
  return `${formatBytes(bytesPerSec)}/s`;
}

/** `20.1 k/s`. */
export function formatRate(perSec: number): string {
  return `${formatCount(perSec)}/s`;
}

/** `2026-05-04 09:30 UTC`. */
export function formatMoment(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
}

/** `93.75 %`, never rounded up to more than it is. */
export function formatConfidence(confidence: number): string {
  return `${(Math.floor(confidence * 1e4) / 1e2).toString()} %`;
}

/** The median as a person reads it; a dash for what was not measured. */
export function formatEstimate(
  estimate: Estimate | null,
  format: (value: number) => string,
): string {
  return estimate === null ? NOTHING : format(estimate.center);
}

/** `19.8 k – 20.4 k`; empty where the trials allow no claim. */
export function formatInterval(
  estimate: Estimate | null,
  format: (value: number) => string,
): string {
  const interval = estimate?.interval;
  if (interval === null || interval === undefined) return '';
  return `${format(interval.low)} – ${format(interval.high)}`;
}

/** The first letter of a sentence. */
export function capitalize(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

/** `1 trial`, `2 trials`. */
export function countOf(count: number, singular: string, plural = `${singular}s`): string {
  return `${count} ${count === 1 ? singular : plural}`;
}

function withUnit(
  value: number,
  units: readonly (readonly [number, string])[],
  space: string,
): string {
  const size = Math.abs(value);
  if (size === 0) return `0${space}${units.at(-1)?.[1] ?? ''}`;
  // Rounded first, so that 999.96 k becomes 1.00 M and not 1000 k.
  const unit = units.find(([scale]) => Number((size / scale).toPrecision(3)) >= 1) ?? units.at(-1);
  if (unit === undefined) return String(value);
  const [scale, name] = unit;
  const scaled = size >= scale * 1000 ? value / scale : Number((value / scale).toPrecision(3));
  return `${threeDigits(scaled, scale === 1)}${space}${name}`;
}

function threeDigits(value: number, whole: boolean): string {
  const size = Math.abs(value);
  if (size >= 100 || (whole && Number.isInteger(value))) return value.toFixed(0);
  if (size >= 10) return value.toFixed(1);
  return size >= 1 ? value.toFixed(2) : String(value);
}

/** ` ±1.6 %`: the larger half of the interval, relative to the median; empty without a claim. */
export function formatSpread(estimate: Estimate | null): string {
  const interval = estimate?.interval;
  if (estimate === null || interval === null || interval === undefined) return '';
  if (estimate.center === 0) return '';
  const half = Math.max(interval.high - estimate.center, estimate.center - interval.low);
  return ` ±${((100 * half) / estimate.center).toFixed(1)} %`;
}

/** The first few, and how many more there are. */
export function listSome(items: readonly string[], most: number, separator = ', '): string {
  const shown = items.slice(0, most).join(separator);
  return items.length <= most ? shown : `${shown}${separator}and ${items.length - most} more`;
}

/** `100 %` where all of it is there, and never rounded up to that. */
export function formatWholeShare(share: number): string {
  return `${Math.floor(share * 1000) / 10} %`;
}

/** `1/64`; a share where clients come and go by the thousand. */
export function formatServed(served: number, attempted: number): string {
  if (attempted < 1000) return `${Math.round(served)}/${Math.round(attempted)}`;
  return `${Math.floor((1000 * served) / attempted) / 10} %`;
}

/** `12.3 %` of 0.123; nothing is `0`, and next to nothing is not. */
export function formatPercent(share: number): string {
  if (share === 0) return '0';
  return share < 0.0005 ? '<0.1 %' : `${(100 * share).toFixed(1)} %`;
}
