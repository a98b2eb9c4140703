import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { median } from 'simple-statistics';
import { type GateResult, gateResultSchema } from '../../results/gate-result.ts';

export interface ProvedGate {
  readonly change: string;
  readonly result: GateResult;
}

/** A gate that came to its end; null for one that did not, or is not there. */
export function readProof(folder: string): GateResult | null {
  let text: string;
  try {
    text = readFileSync(join(folder, 'gate.json'), 'utf8');
  } catch {
    return null;
  }
  const result = gateResultSchema.parse(JSON.parse(text));
  return result.isComplete ? result : null;
}

/** Markdown: a row per change, and how loud the machine was. */
export function renderProof(
  proved: readonly ProvedGate[],
  changes: Readonly<Record<string, number>>,
): string {
  const rows = [...Map.groupBy(proved, ({ change }) => change)].map(([change, gates]) => {
    const results = gates.map(({ result }) => result);
    const count = (verdict: GateResult['verdict']): number =>
      results.filter((result) => result.verdict === verdict).length;
    const found = results.filter(({ tests }) =>
      tests.some(
        ({ metric, decision }) => metric === 'cpu-per-message' && decision === 'regression',
      ),
    ).length;
    const pairs = results.flatMap(({ cells }) => cells.map((cell) => cell.pairs));
    const refused = results.reduce((sum, result) => sum + result.refused.length, 0);
    return `| ${percent(changes[change] ?? 0)} | ${measuredOf(results)} | ${results.length} | ${count('regression')} | ${found} | ${count('pass')} | ${count('inconclusive')} | ${middle(pairs)} | ${refused} | ${noiseOf(results, 'cpu-per-message')} | ${noiseOf(results, 'capacity')} | ${noiseOf(results, 'p50')} |`;
  });
  return `${[
    '| more CPU per message | measured, median | gates | regression | of them CPU per message | pass | inconclusive | pairs, median | refused | noise: CPU | capacity | p50 |',
    '|---|---|---|---|---|---|---|---|---|---|---|---|',
    ...rows,
  ].join('\n')}\n`;
}

function measuredOf(results: readonly GateResult[]): string {
  const estimates = results
    .map(({ tests }) => tests.find(({ metric }) => metric === 'cpu-per-message')?.estimate)
    .filter((estimate) => estimate !== null && estimate !== undefined);
  return estimates.length === 0 ? '–' : percent(Math.expm1(median(estimates)));
}

function noiseOf(results: readonly GateResult[], metric: string): string {
  const noises = results
    .flatMap(({ tests }) => tests.filter((test) => test.metric === metric))
    .map(({ noise }) => noise)
    .filter((noise) => noise !== null);
  return noises.length === 0 ? '–' : percent(Math.expm1(median(noises)));
}

function middle(values: readonly number[]): string {
  return values.length === 0 ? '–' : String(median([...values]));
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
