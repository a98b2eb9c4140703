import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CheckedConfig } from './bench-config.ts';
import { ConfigError, checkConfig } from './check-config.ts';

/** Imports a config file as Node.js runs it, and checks what it exports. */
export async function loadConfig(file: string): Promise<CheckedConfig> {
  const path = resolve(file);
  if (!existsSync(path)) {
    throw new ConfigError(file, [
      `there is no such file: write one, or name another with --config`,
    ]);
  }
  return checkConfig(await importDefault(path, file), file);
}

async function importDefault(path: string, file: string): Promise<unknown> {
  let module: unknown;
  try {
    module = await import(pathToFileURL(path).href);
  } catch (error) {
    throw new ConfigError(file, [`it can't be imported: ${describeImportFailure(error)}`]);
  }
  if (typeof module === 'object' && module !== null && 'default' in module) return module.default;
  throw new ConfigError(file, [
    'it has no default export: write `export default defineBench({...})`',
  ]);
}

function describeImportFailure(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX') {
    return `${String(error)}: write types that can be erased (no enum, no parameter properties)`;
  }
  return error instanceof Error ? error.message : String(error);
}
