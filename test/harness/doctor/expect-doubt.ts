import { expect } from 'vitest';
import { judgeMachine } from '../../../harness/doctor/judge-machine.ts';
import type { MachineFacts } from '../../../harness/doctor/machine-facts.ts';
import type { Finding } from '../../../results/checkup.ts';
import { makeFacts } from './make-facts.ts';

/** In what a machine differs from a sound one. */
type MachineChanges = Partial<MachineFacts>;

/** Which machine, what is found of it, the changes; then verdict, figure and advice. */
export type Doubt = [string, string, MachineChanges, 'note' | 'problem', RegExp, RegExp];

/** Why not, what is found of it, the changes. */
export type NoDoubt = [string, string, MachineChanges];

export function expectDoubt(...[, name, changes, verdict, figure, advice]: Doubt): void {
  const finding = findOn(name, changes);
  expect(finding.verdict).toBe(verdict);
  expect(finding.figure).toMatch(figure);
  expect(finding.advice).toMatch(advice);
}

export function expectNoDoubt(...[, name, changes]: NoDoubt): void {
  expect(findOn(name, changes)).toMatchObject({ verdict: 'ok', advice: null });
}

/** Changes of one part of the facts. */
export function within<Part extends keyof MachineFacts>(
  part: Part,
  changes: Partial<MachineFacts[Part]>,
): MachineChanges {
  return { [part]: Object.assign({}, makeFacts()[part], changes) };
}

/** What is found of a sound machine that differs in one thing. */
function findOn(name: string, changes: MachineChanges): Finding {
  const { findings } = judgeMachine(makeFacts(changes), new Date('2026-05-04T09:30:00Z'));
  const finding = findings.find((candidate) => candidate.name === name);
  if (finding === undefined) throw new Error(`nothing is found of ${name}`);
  return finding;
}
