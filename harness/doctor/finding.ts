import type { Finding, FindingVerdict } from '../../results/checkup.ts';
import type { MachineFacts } from './machine-facts.ts';

/** Decides one thing about a machine. Pure. */
export type Judge = (facts: MachineFacts) => Finding;

/** What is looked at, and why it matters, in a sentence. */
export interface Subject {
  readonly name: string;
  readonly why: string;
}

export function fine(subject: Subject, figure: string): Finding {
  return { ...subject, verdict: 'ok', figure, advice: null };
}

export function doubtful(
  subject: Subject,
  verdict: Exclude<FindingVerdict, 'ok' | 'unknown'>,
  figure: string,
  advice: string,
): Finding {
  return { ...subject, verdict, figure, advice };
}

export function unknown(subject: Subject, reason: string): Finding {
  return { ...subject, verdict: 'unknown', figure: reason, advice: null };
}
