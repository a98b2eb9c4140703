import { cleanText } from '../../reports/text/clean-text.ts';
import { cutMiddle } from '../../reports/text/cut-middle.ts';
import { fitParts } from '../../reports/text/flow-parts.ts';
import { countOf, formatTime } from '../../reports/text/format.ts';
import { wrapText } from '../../reports/text/wrap-text.ts';
import type { Distribution } from '../../results/distribution.ts';
import { isLateInTailOnly } from '../../results/trial-fault.ts';
import type { TrialResult } from '../../results/trial-result.ts';
import { formatThroughput } from './format-throughput.ts';
import { nameTrial } from './planned-trial.ts';

export interface RowPlace {
  /** Its number among the trials, as it is shown. */
  readonly place: string;
  /** Columns for the names of all trials, so that figures stand beneath each other. */
  readonly nameWidth: number;
  /** Null where lines may be as long as they like. */
  readonly width: number | null;
}

/** Shorter, two trials could not be told apart. */
const NAME_MIN = 12;
/** The place, and the throughput with a gap on either side: what a narrow row has beside the name. */
const FIGURE_WIDTH = 12;

/**
 * What a trial came to: a line with as many figures as there is room for, or why it can't be used,
 * in as many lines as that takes.
 */
export function describeFinished(
  result: TrialResult,
  { place, nameWidth, width }: RowPlace,
): readonly string[] {
  const lead = place === '' ? '' : `${place} `;
  const wholeName = cleanText(nameTrial(result.trial));
  const isLate = result.trial.pair !== undefined && isLateInTailOnly(result);
  if (result.status !== 'complete' && !isLate) {
    const reasons = cleanText(result.reasons.join('; '));
    const told = `${lead}${wholeName}   ${result.status}: ${reasons}`;
    return width === null ? [told] : wrapText(told, width, '    ');
  }
  const room = Math.max(NAME_MIN, (width ?? Number.POSITIVE_INFINITY) - lead.length - FIGURE_WIDTH);
  const nameRoom = Math.min(nameWidth, room);
  const name = cutMiddle(wholeName, nameRoom).padEnd(nameRoom);
  const parts = [`${lead}${name}`, ...listFigures(result), ...(isLate ? ['late in its tail'] : [])];
  return [fitParts(parts, width ?? Number.POSITIVE_INFINITY)];
}

function listFigures(result: TrialResult): readonly string[] {
  const { trial, throughputPerSec, responseTimeNs, server, warnings, chat } = result;
  if (throughputPerSec === null) return ['nothing to measure'];
  const cpuNs =
    chat === undefined ? (server?.cpuNsPerMessage ?? null) : chat.serverCpuNsPerDelivery;
  return [
    formatThroughput(trial, chat?.deliveriesPerSec ?? throughputPerSec).padStart(9),
    ...describeTimes(responseTimeNs),
    ...(cpuNs === null ? [] : [`CPU ${formatTime(cpuNs).padStart(7)}`]),
    ...(warnings.length === 0 ? [] : [countOf(warnings.length, 'warning')]),
  ];
}

function describeTimes(times: Distribution | null): readonly string[] {
  if (times === null) return [];
  return [`p50 ${formatTime(times.p50).padStart(7)}`, `p99 ${formatTime(times.p99).padStart(7)}`];
}
