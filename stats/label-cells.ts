import type { Trial } from '../results/trial.ts';

/**
 * A short name for each cell: its strategy or address, and whatever else differs between the cells of
 * its scenario. The offered rate stays out: it is the axis on which such cells are compared.
 */
export function labelCells(trials: readonly Trial[]): ReadonlyMap<string, string> {
  const labels = new Map<string, string>();
  for (const group of Map.groupBy(trials, (trial) => trial.scenario).values()) {
    const varying = TRAITS.filter((trait) => new Set(group.map(trait)).size > 1);
    for (const trial of group) {
      const traits = varying.map((trait) => trait(trial)).filter((text) => text !== '');
      labels.set(trial.cell, [nameTarget(trial), ...traits].join(', '));
    }
  }
  return labels;
}

function nameTarget(trial: Trial): string {
  return trial.strategy ?? trial.target ?? trial.cell;
}

const TRAITS: readonly ((trial: Trial) => string)[] = [
  (trial) => trial.transport,
  (trial) => trial.service ?? '',
  (trial) => trial.workload.kind,
  (trial) => ('payloadBytes' in trial.workload ? `${trial.workload.payloadBytes} B` : ''),
  (trial) => (trial.load.loop === 'open' ? 'open loop' : 'closed loop'),
  (trial) => `${trial.load.connections} connections`,
  (trial) => (trial.load.loop === 'closed' ? `depth ${trial.load.depth}` : ''),
  (trial) => (trial.load.loop === 'closed' ? `think time ${trial.load.thinkTimeNs} ns` : ''),
  (trial) => (trial.load.loop === 'open' ? trial.load.arrivals : ''),
];
