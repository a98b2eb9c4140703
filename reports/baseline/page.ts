import type { BaselineResult } from '../../results/baseline-result.ts';
import type { RunHeader } from '../../results/run-header.ts';
import { renderMetrics } from '../comparison/page-metrics.ts';
import { renderLines, renderRuns } from '../comparison/page-runs.ts';
import { describePrecision } from '../comparison/precision.ts';
import { escapeHtml } from '../page/escape-html.ts';
import { renderFrame } from '../page/frame.ts';
import { renderMachine, renderSelftest } from '../page/machine.ts';
import { cleanStrings } from '../text/clean-text.ts';
import { describeSuspect, describeVerdict, isSuspect, MEANING } from './words.ts';

/** The run now beside one of another time, as one file that opens offline. */
export function renderBaselinePage(
  unsafe: BaselineResult,
  unsafeHeaders: { readonly base: RunHeader; readonly head: RunHeader },
): string {
  const result = cleanStrings(unsafe);
  const { base, head } = cleanStrings(unsafeHeaders);
  const { verdict, suspects, reasons, compared, command } = result;
  return renderFrame({
    title: `${verdict.toUpperCase()}: ${head.name}`,
    header: [
      `<h1>${escapeHtml(head.name)}</h1>`,
      `<p class="answer">${escapeHtml(describeVerdict(result))}</p>`,
      ...suspects.map((suspect) => `<p>${escapeHtml(describeSuspect(suspect))}</p>`),
      `<p>${escapeHtml(MEANING[verdict])}</p>`,
    ],
    main: [
      // Where nothing can be said, why not comes before any figure.
      ...(verdict === 'not-comparable' ? ['<h2>Why not</h2>', renderReasons(reasons)] : []),
      renderMetrics(compared, (row) => (isSuspect(result, row) ? 'suspect' : null)),
      '<h2 id="trust">Can I trust it?</h2>',
      ...(verdict === 'not-comparable' ? [] : [renderReasons(reasons)]),
      `<h3>Noise floor</h3>\n<p>${escapeHtml(describePrecision(compared))}</p>`,
      renderRuns(base, head),
      renderSelftest(head),
      renderMachine(head),
      `<h3>Repeat it</h3>\n<pre tabindex="0">${escapeHtml(command)}</pre>`,
    ],
    footer: `Echosounder ${head.environment.echosounder}`,
  });
}

function renderReasons(reasons: readonly string[]): string {
  return renderLines('Not compared', reasons, 'Nothing: both runs have every cell.');
}
