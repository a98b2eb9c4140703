import { judgeMachine } from '../../../harness/doctor/judge-machine.ts';
import type { MachineFacts } from '../../../harness/doctor/machine-facts.ts';
import type { Finding } from '../../../results/checkup.ts';
import { makeFacts } from './make-facts.ts';

/** In what a machine differs from a sound one. */
export type MachineChanges = Partial<MachineFacts>;

/** Which machine, what is found of it, the changes; then verdict, figure and advice. */
export type Doubt = [string, string, MachineChanges, 'note' | 'problem', RegExp, RegExp];

/** What is found of a sound machine that differs in one thing. */
export function findOn(name: string, changes: MachineChanges): Finding {
  const { findings } = judgeMachine(makeFacts(changes), new Date('2026-05-04T09:30:00Z'));
  const finding = findings.find((candidate) => candidate.name === name);
  if (finding === undefined) throw new Error(`nothing is found of ${name}`);
  return finding;
}

/** Changes of one part of the facts. */
export function within<Part extends keyof MachineFacts>(
  part: Part,
  changes: Partial<MachineFacts[Part]>,
): MachineChanges {
  return { [part]: Object.assign({}, makeFacts()[part], changes) };
}
