import { judgeGate } from '../../gate/judge-gate.ts';
import { type ComparedPage, renderComparisonPage } from '../../reports/comparison/page.ts';
import { renderRefusalPage } from '../../reports/comparison/refusal-page.ts';
import { renderGatePage } from '../../reports/gate/page.ts';
import { renderHtml } from '../../reports/page/page.ts';
import { buildReport } from '../../reports/report.ts';
import { compareRuns } from '../../stats/compare-runs.ts';
import { ORDER, playGate, steadyMachine } from '../gate/play-gate.ts';
import { readRecordedReport } from '../reports/recorded-report.ts';
import { slowerRun } from '../reports/slower-run.ts';
import { PROGRESSION } from '../reports/synthetic/cells.ts';
import { createSyntheticRun } from '../reports/synthetic/run.ts';
import { VISITORS, type Visitor } from './visit.ts';

interface Sample extends Visitor {
  readonly page: string;
  readonly html: string;
}

const report = renderHtml(await readRecordedReport());
const compared = createSampleComparison();
const comparison = renderComparisonPage(compared);
const refusal = renderRefusalPage(compared);
const gate = renderSampleGate();
const load = renderSampleLoad();
/** The narrow and the wide, the light and the dark: each once. */
const SOME_VISITORS: readonly Visitor[] = [
  { widthPx: 390, scheme: 'dark' },
  { widthPx: 1280, scheme: 'light' },
];

/** Every kind of page that there is, as people look at them. */
export const SAMPLE_PAGES: readonly Sample[] = [
  ...VISITORS.map((visitor) => ({ ...visitor, page: 'of a run', html: report })),
  ...SOME_VISITORS.flatMap((visitor) => [
    { ...visitor, page: 'of a comparison', html: comparison },
    { ...visitor, page: 'of a gate', html: gate },
    { ...visitor, page: 'of a load', html: load },
  ]),
];

/** A page without a drawing. */
export const REFUSAL_PAGES: readonly Sample[] = SOME_VISITORS.map((visitor) => ({
  ...visitor,
  page: 'of a refusal',
  html: refusal,
}));

function createSampleComparison(): ComparedPage {
  const base = createSyntheticRun();
  const head = slowerRun(base);
  return {
    base: 'runs/a',
    head: 'runs/b',
    comparison: compareRuns(base, head),
    headers: { base: base.header, head: head.header },
  };
}

/** Of one server, with nothing to rank. */
function renderSampleLoad(): string {
  const shapes = PROGRESSION.filter(({ cell }) => cell === 'conversation/event-loop');
  return renderHtml(buildReport(createSyntheticRun({ shapes })));
}

function renderSampleGate(): string {
  const played = playGate(steadyMachine(1.1, 0.02));
  return renderGatePage(judgeGate(played, ORDER), played.header);
}
