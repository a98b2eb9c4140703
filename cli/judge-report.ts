import type { Report } from '../reports/report.ts';
import { EXIT, type ExitCode } from './exit-code.ts';

/** A run is sound when every cell has a trial that can be used, today and whenever it is read again. */
export function judgeReport({ scenarios, missing }: Report): ExitCode {
  const unusable = scenarios
    .flatMap(({ cells }) => cells)
    .filter((cell) => cell.completeTrials === 0);
  return unusable.length === 0 && missing.length === 0 ? EXIT.ok : EXIT.unsound;
}
