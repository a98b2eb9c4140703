import { renderBaselineAnnotations } from '../reports/baseline/annotations.ts';
import { renderBaselineJunit } from '../reports/baseline/junit.ts';
import { renderBaselineMarkdown } from '../reports/baseline/markdown.ts';
import { renderBaseline } from '../reports/baseline/terminal.ts';
import { renderGateAnnotations } from '../reports/gate/annotations.ts';
import { renderGateBenchmark } from '../reports/gate/benchmark-files.ts';
import { renderGateJunit } from '../reports/gate/junit.ts';
import { renderGateMarkdown } from '../reports/gate/markdown.ts';
import { renderGate } from '../reports/gate/terminal.ts';
import type { BaselineResult } from '../results/baseline-result.ts';
import type { GateResult } from '../results/gate-result.ts';
import type { RunHeader } from '../results/run-header.ts';
import type { GateForms } from './gate-outputs.ts';

/** A gate of pairs, and the run that it is of. */
export interface JudgedGate {
  readonly result: GateResult;
  readonly header: RunHeader;
}

export function formsOfGate({ result, header }: JudgedGate, isStrict: boolean): GateForms {
  return {
    table: (shown) => renderGate(result, shown),
    json: () => `${JSON.stringify(result, null, 2)}\n`,
    page: async () => {
      const { renderGatePage } = await import('../reports/gate/page.ts');
      return renderGatePage(result, header);
    },
    markdown: () => renderGateMarkdown(result),
    junit: () => renderGateJunit(result, isStrict),
    annotations: () => renderGateAnnotations(result, isStrict),
    benchmark: (file) => renderGateBenchmark(result, file),
  };
}

/** A run beside one of another time, with the headers of both. */
export interface JudgedBaseline {
  readonly result: BaselineResult;
  readonly headers: { readonly base: RunHeader; readonly head: RunHeader };
}

export function formsOfBaseline({ result, headers }: JudgedBaseline, isStrict: boolean): GateForms {
  return {
    table: (shown) => renderBaseline(result, shown),
    json: () => `${JSON.stringify(result, null, 2)}\n`,
    page: async () => {
      const { renderBaselinePage } = await import('../reports/baseline/page.ts');
      return renderBaselinePage(result, headers);
    },
    markdown: () => renderBaselineMarkdown(result),
    junit: () => renderBaselineJunit(result),
    annotations: () => renderBaselineAnnotations(result, isStrict),
    benchmark: null,
  };
}
