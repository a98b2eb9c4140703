/**
 * When a change counts as a regression. `d = ln(head / base)`, positive for worse. What the rule
 * costs in false alarms and missed regressions is simulated in `gate/simulation`.
 */
export interface GateRule {
  /** After so many pairs the differences are looked at; the last look is the last. */
  readonly looksAtPairs: readonly number[];
  /** The chance of any false alarm in the whole gate. */
  readonly alpha: number;
  /** A regression is at least this much worse, as a ratio: 1.03 for 3 %. */
  readonly worseBy: number;
  /** A pass is certainly less than this much worse. */
  readonly passBelow: number;
}

export const DEFAULT_RULE: GateRule = {
  looksAtPairs: [10, 20, 40],
  alpha: 0.05,
  worseBy: 1.03,
  passBelow: 1.05,
};
