import type { CellSummary } from '../../stats/cell-summary.ts';
import type { ScenarioEvidence } from '../../stats/scenario-evidence.ts';
import type { SeriesStyle } from '../charts/series-style.ts';

/** What a part of a scenario about single trials of its cells is made from. */
export interface CellsShown {
  readonly cells: readonly CellSummary[];
  /** Labels, the best placed first: they are drawn where not all can be. */
  readonly best: readonly string[];
  readonly evidence: ScenarioEvidence;
  readonly styles: ReadonlyMap<string, SeriesStyle>;
}
