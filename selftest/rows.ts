import type { TrialResult } from '../results/trial-result.ts';
import type { Row } from './check.ts';

/** Rows of a check, judged as they are made. */

/** A time that is to be within `allowedNs` of the true one. */
export function timeRow(
  what: string,
  expectedNs: number,
  measuredNs: number | undefined,
  allowedNs: number,
): Row {
  return {
    what,
    expected: formatNs(expectedNs),
    measured: measuredNs === undefined ? 'nothing' : formatNs(measuredNs),
    allowed: `±${formatNs(allowedNs)}`,
    holds: measuredNs !== undefined && Math.abs(measuredNs - expectedNs) <= allowedNs,
  };
}

/** A figure with a limit that it must keep on one side. */
export function limitRow(
  what: string,
  limit: { readonly text: string; readonly holds: boolean },
  measured: string,
): Row {
  return { what, expected: limit.text, measured, allowed: 'none', holds: limit.holds };
}

/** Counts and states, which are right or wrong. */
export function exactRow(what: string, expected: string | number, measured: string | number): Row {
  return {
    what,
    expected: String(expected),
    measured: String(measured),
    allowed: 'exact',
    holds: String(expected) === String(measured),
  };
}

/** What is told without a verdict. */
export function noteRow(what: string, expected: string, measured: string): Row {
  return { what, expected, measured, allowed: '', holds: null };
}

/** Why a trial may be invalid and still tell the truth: figures that hold in spite of it hold. */
const HOST_CODES = ['host-noise', 'clock-gap'];

/** A trial that is not sound has measured nothing, unless it was the host alone that spoiled it. */
export function soundRow({ status, reasons }: TrialResult): Row {
  const codes = reasons.map((reason) => reason.split(':', 1)[0] ?? '');
  const isHost = status === 'invalid' && codes.every((code) => HOST_CODES.includes(code));
  return {
    what: 'trial',
    expected: 'complete',
    measured: status === 'complete' ? status : `${status} (${codes.join(', ')})`,
    allowed: 'host noise',
    holds: status === 'complete' || isHost,
  };
}

/** Three digits, in the unit that fits. */
export function formatNs(ns: number): string {
  const [divisor, unit] = ns >= 1e9 ? [1e9, 's'] : ns >= 1e6 ? [1e6, 'ms'] : [1e3, 'µs'];
  const value = ns / divisor;
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return `${value.toFixed(digits)} ${unit}`;
}

export function formatShare(share: number): string {
  return `${(share * 100).toFixed(2)} %`;
}
