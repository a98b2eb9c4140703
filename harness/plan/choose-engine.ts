import type { EngineName } from '../../loadgen/load-plan.ts';
import { unsupportedReason } from '../../sockets/libc.ts';
import { ConfigError } from '../config/check-config.ts';

export const ENGINE_CHOICES = ['auto', 'posix', 'node'] as const;
export type EngineChoice = (typeof ENGINE_CHOICES)[number];

/** `auto` takes the engine that costs least and paces best where it can run: posix on Linux. */
export function chooseEngine(choice: EngineChoice): EngineName {
  const reason = unsupportedReason();
  if (choice === 'posix' && reason !== null) {
    throw new ConfigError('engine', [`the posix engine can't run here: ${reason}`]);
  }
  if (choice !== 'auto') return choice;
  return reason === null ? 'posix' : 'node';
}
