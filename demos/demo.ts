/**
 * A trap of socket programming, shown: an experiment that takes seconds, and its narration. The
 * experiment gives values and says nothing; the narration takes values and does nothing.
 */
export interface Demo<Values = unknown> {
  readonly name: string;
  /** One sentence for the list. */
  readonly summary: string;
  /** What is about to be done, in plain words; told before it is done. */
  readonly intro: string;
  /** Runs the experiment: bounded, and nothing of it is left afterwards. */
  measure(): Values | Promise<Values>;
  /** Renders what was measured. */
  tell(values: Values): Story;
  /** What must have come out, or the trap was not shown here. */
  check(values: Values): readonly Claim[];
}

export interface Story {
  /** What was seen, in order: sentences, and figures with what they count. */
  readonly seen: readonly (string | Figure)[];
  readonly lesson: string;
  readonly cure: string;
}

export interface Figure {
  readonly label: string;
  readonly value: string;
}

export interface Claim {
  readonly claim: string;
  readonly holds: boolean;
}

export function figure(label: string, value: string | number): Figure {
  return { label, value: String(value) };
}
