import type { Report } from '../report.ts';
import { renderLeftOut, renderWarnings } from './doubts.ts';
import { renderMachine, renderSelftest } from './machine.ts';
import { renderMethod, renderRepeat } from './method.ts';
import { renderTrialChecks } from './trial-checks.ts';
import { renderTrialLedger } from './trial-ledger.ts';

/** What somebody reads who doubts the figures: against them first, how to check them last. */
export function renderTrust(report: Report): string {
  return [
    '<section aria-labelledby="trust"><h2 id="trust">Can I trust it?</h2>',
    renderWarnings(report),
    renderLeftOut(report),
    renderTrialChecks(report),
    renderTrialLedger(report),
    renderSelftest(report.header),
    renderMachine(report.header),
    renderMethod(report),
    renderRepeat(report),
    '</section>',
  ].join('\n');
}
