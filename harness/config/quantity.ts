/** Durations and counts as people write them: `500ms`, `10s`, `2m`; `64`, `20k`, `1m`. */

const DURATION = /^(\d+(?:\.\d+)?)(us|ms|s|m)$/;
const NS_PER_UNIT: Readonly<Record<string, number>> = { us: 1e3, ms: 1e6, s: 1e9, m: 60e9 };

/** Integer nanoseconds, or null when the text is no duration. */
export function parseDurationNs(text: string): number | null {
  const match = DURATION.exec(text.trim());
  const unitNs = NS_PER_UNIT[match?.[2] ?? ''];
  return match === null || unitNs === undefined ? null : Math.round(Number(match[1]) * unitNs);
}

const COUNT = /^(\d+(?:\.\d+)?)(k|m)?$/i;
const PER_UNIT: Readonly<Record<string, number>> = { '': 1, k: 1e3, m: 1e6 };

/** A number, or null when the text is no count. */
export function parseCount(text: string): number | null {
  const match = COUNT.exec(text.trim());
  const unit = PER_UNIT[(match?.[2] ?? '').toLowerCase()];
  return match === null || unit === undefined ? null : Number(match[1]) * unit;
}

const PERCENT = /^(\d+(?:\.\d+)?)\s*%$/;

/** `3%` is 3; null when the text is no share. */
export function parsePercent(text: string): number | null {
  const match = PERCENT.exec(text.trim());
  return match === null ? null : Number(match[1]);
}
