import type { RecordedRun, RunProblem } from '../results/read-run.ts';
import type { RunHeader } from '../results/run-header.ts';
import type { TrialResult } from '../results/trial-result.ts';
import type { CellSummary, ExcludedTrial } from '../stats/cell-summary.ts';
import { findKnees, type ScenarioKnees } from '../stats/knee.ts';
import { type Ranking, rankScenario } from '../stats/rank.ts';
import { summarizeCells } from '../stats/summarize-cells.ts';
import { warnOfSelftest } from './words/describe-selftest.ts';
import { groupWarnings, type WarningGroup } from './words/group-warnings.ts';
import { chooseMemory, type MemoryMetric } from './words/memory.ts';
import { warnOfCutShort } from './words/warn-of-cut-short.ts';

/** Everything a report says, worked out; every format renders this one value. Plain data. */
export interface Report {
  readonly header: RunHeader;
  /** In the order of the experiment. */
  readonly scenarios: readonly ScenarioReport[];
  readonly warnings: readonly WarningGroup[];
  readonly excluded: readonly (ExcludedTrial & { readonly cell: string })[];
  /** Cells of the plan without a single trial: the run ended before their turn. */
  readonly missing: readonly string[];
  readonly problems: readonly RunProblem[];
  readonly trials: readonly TrialResult[];
}

export interface ScenarioReport {
  readonly name: string;
  readonly question: string;
  readonly cells: readonly CellSummary[];
  readonly rankings: readonly Ranking[];
  /** Null where the experiment names no bound to keep. */
  readonly knees: ScenarioKnees | null;
  /** One for the whole report; null when no memory is known. */
  readonly memory: MemoryMetric | null;
}

/** Turns a report into text. Who writes it where is the caller's business. */
export type Reporter = (report: Report) => string;

/** Pure: the same run gives the same report. */
export function buildReport(run: RecordedRun): Report {
  const { header, trials, problems } = run;
  const cells = summarizeCells(trials);
  const byCell = new Map(cells.map((cell) => [cell.cell, cell]));
  const leftOut = new Set(header.leftOut.map((each) => each.cell));
  return {
    header,
    scenarios: orderScenarios(header, cells, trials),
    warnings: [...warnOfCutShort(run), ...groupSelftest(run), ...groupWarnings(trials)],
    excluded: cells.flatMap((cell) =>
      cell.excluded.map((trial) => ({ ...trial, cell: cell.cell })),
    ),
    missing: header.scenarios
      .flatMap((scenario) => scenario.cells)
      .filter((cell) => !byCell.has(cell) && !leftOut.has(cell)),
    problems,
    trials,
  };
}

/** A harness that failed its own test casts doubt on every trial. */
function groupSelftest({ header, trials }: RecordedRun): readonly WarningGroup[] {
  const warning = warnOfSelftest(header.selftest);
  if (warning === null) return [];
  const { code, message, advice } = warning;
  const cells = [...new Set(trials.map(({ trial }) => trial.cell))];
  return [{ code, advice, example: message, trials: trials.length, cells }];
}

/** The header's order teaches the progression; what it does not know of comes last. */
function orderScenarios(
  header: RunHeader,
  cells: readonly CellSummary[],
  trials: readonly TrialResult[],
): readonly ScenarioReport[] {
  const groups = Map.groupBy(cells, (cell) => cell.scenario);
  const memory = chooseMemory(cells);
  const known = new Map(header.scenarios.map((scenario) => [scenario.name, scenario]));
  const names = new Set([...known.keys(), ...groups.keys()]);
  return [...names].flatMap((name) => {
    const group = groups.get(name) ?? [];
    if (group.length === 0) return [];
    const order = new Map(known.get(name)?.cells.map((cell, index) => [cell, index]) ?? []);
    const place = (cell: CellSummary) => order.get(cell.cell) ?? order.size;
    const sorted = [...group].sort((a, b) => place(a) - place(b));
    const { question = '', keep } = known.get(name) ?? {};
    const knees = keep === undefined ? null : findKnees(sorted, trials, keep);
    return [{ name, question, cells: sorted, rankings: rankScenario(sorted), knees, memory }];
  });
}
