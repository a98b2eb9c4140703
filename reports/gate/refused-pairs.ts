import type { GateResult, RefusedPair } from '../../results/gate-result.ts';
import { countOf } from '../text/format.ts';

const ATTEMPTS_SHOWN_MAX = 12;

/**
 * Which attempts at a pair were refused and why, a line each, and each reason once in full; then
 * what was used in part.
 */
export function describeRefused({
  refused,
  cells,
}: Pick<GateResult, 'refused' | 'cells'>): string[] {
  return [...listRefused(refused), ...describeLate(cells)];
}

function listRefused(refused: readonly RefusedPair[]): string[] {
  if (refused.length === 0) return ['No pair was refused.'];
  const attempts = [...Map.groupBy(refused, nameAttempt)];
  const rest = attempts.length - ATTEMPTS_SHOWN_MAX;
  return [
    `${countOf(attempts.length, 'attempt')} at a pair refused, because the host or the load spoiled a trial:`,
    ...attempts
      .slice(0, ATTEMPTS_SHOWN_MAX)
      .map(([name, trials]) => `  ${name}: ${trials.map(describeTrial).join('; ')}`),
    ...(rest > 0 ? [`  and ${rest} more, in gate.json`] : []),
    ...describeCodes(refused),
  ];
}

function describeLate(cells: GateResult['cells']): string[] {
  const late = cells.filter(({ pairsLateInTail = 0 }) => pairsLateInTail > 0);
  const pairs = late.reduce((sum, { pairsLateInTail = 0 }) => sum + pairsLateInTail, 0);
  if (pairs === 0) return [];
  const where = late.map(({ name, pairsLateInTail }) => `${name} ${pairsLateInTail}`).join(', ');
  return [
    `In ${countOf(pairs, 'pair')} the load itself sent a few messages a millisecond late: they count, but for p99 (${where}).`,
  ];
}

function nameAttempt({ cell, pair, attempt }: RefusedPair): string {
  return `${cell}, pair ${pair}, attempt ${attempt}`;
}

function describeTrial({ side, reasons }: RefusedPair): string {
  return `${side} ${[...new Set(reasons.map(codeOf))].join(', ')}`;
}

function describeCodes(refused: readonly RefusedPair[]): string[] {
  const examples = new Map<string, string>();
  for (const reason of refused.flatMap(({ reasons }) => reasons)) {
    if (!examples.has(codeOf(reason))) examples.set(codeOf(reason), reason);
  }
  return [...examples.values()].map((example) => `  such as ${example}`);
}

/** The code in front of a reason, or the reason where it has none. */
function codeOf(reason: string): string {
  return /^([a-z][a-z-]*): /.exec(reason)?.[1] ?? reason;
}
