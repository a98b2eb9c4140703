/** What `echosounder doctor` found of a machine, as it prints and writes it. */

/** `note`: figures here mean less; `problem`: they mislead; `unknown`: the machine does not tell. */
export type FindingVerdict = 'ok' | 'note' | 'problem' | 'unknown';

export interface Finding {
  readonly name: string;
  readonly verdict: FindingVerdict;
  /** What was found, or why it could not be. */
  readonly figure: string;
  /** Why it matters, in a sentence. */
  readonly why: string;
  /** What to do, with the command; null where there is nothing to do. */
  readonly advice: string | null;
}

export interface Checkup {
  readonly schema: 1;
  readonly checkedAt: string;
  readonly findings: readonly Finding[];
}
