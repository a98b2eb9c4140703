import type { GateResult, RefusedPair } from '../../results/gate-result.ts';
import { countOf } from '../text/format.ts';

const ATTEMPTS_SHOWN_MAX = 12;

/** Which attempts at a pair were refused and why, a line each, and each reason once in full. */
export function describeRefused({ refused }: Pick<GateResult, 'refused'>): string[] {
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
