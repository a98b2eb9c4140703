import type { Report } from '../reports/report.ts';
import { listSome } from '../reports/text/format.ts';
import { INCOMPLETE } from '../reports/words/warn-of-cut-short.ts';
import { EXIT, type ExitCode } from './exit-code.ts';

const CELLS_NAMED_MAX = 3;

/** A run is sound when every cell has a trial that can be used, today and whenever it is read again. */
export function judgeReport(report: Report): ExitCode {
  return listUnusable(report).length === 0 ? EXIT.ok : EXIT.unsound;
}

/** What a run lacks, for whoever does not see the report's own words; null where it lacks nothing. */
export function describeLack(report: Report): string | null {
  const unusable = listUnusable(report);
  const lacks = [
    ...report.warnings.filter(({ code }) => code === INCOMPLETE).map(({ example }) => example),
    ...(unusable.length === 0
      ? []
      : [`no trial of ${listSome(unusable, CELLS_NAMED_MAX)} could be used`]),
  ];
  return lacks.length === 0 ? null : lacks.join('; ');
}

function listUnusable({ scenarios, missing }: Report): readonly string[] {
  const measured = scenarios.flatMap(({ cells }) => cells);
  return [
    ...measured.filter(({ completeTrials }) => completeTrials === 0).map(({ cell }) => cell),
    ...missing,
  ];
}
