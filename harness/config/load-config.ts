import { statSync } from 'node:fs';
import { join, parse, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CheckedConfig } from './bench-config.ts';
import { ConfigError, checkConfig, describeThrown } from './check-config.ts';

/** A config is data: whoever computes longer for it waits for something that never comes. */
const IMPORT_LIMIT_MS = 10_000;
/** What the command line promises for a config that is wrong. */
const EXIT_USAGE = 2;

/** Imports a config file as Node.js runs it, and checks what it exports. */
export async function loadConfig(file: string): Promise<CheckedConfig> {
  const path = resolve(file);
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) {
    const other = findOther(path);
    const advice = other === undefined ? 'name another with --config' : `take --config ${other}`;
    throw new ConfigError(file, [`there is no such file: write one, or ${advice}`]);
  }
  if (found.isDirectory()) {
    throw new ConfigError(file, ['it is a folder: name the file in it, such as bench.config.ts']);
  }
  return checkConfig(await importDefault(path, file), file);
}

/** The same name, as plain JavaScript. */
function findOther(path: string): string | undefined {
  const { dir, name } = parse(path);
  return ['.mjs', '.js', '.mts']
    .map((extension) => join(dir, `${name}${extension}`))
    .filter((other) => statSync(other, { throwIfNoEntry: false })?.isFile())
    .map((other) => relative(process.cwd(), other))[0];
}

async function importDefault(path: string, file: string): Promise<unknown> {
  let found: { default: unknown } | null;
  try {
    found = await importInTime(path, file);
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw new ConfigError(file, [`it can't be imported: ${describeImportFailure(error)}`]);
  }
  if (found !== null) return found.default;
  throw new ConfigError(file, [
    'it has no default export: write `export default defineBench({...})`',
  ]);
}

/** Null without a default export. Its code may wait for ever, or end the process: neither is quiet. */
async function importInTime(path: string, file: string): Promise<{ default: unknown } | null> {
  const onExit = (): void => {
    process.stderr.write(
      `echosounder: ${file}: it ended the process while it was imported: a config only exports data\n`,
    );
    process.exitCode = EXIT_USAGE;
  };
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    const reason = `it was not done after ${IMPORT_LIMIT_MS / 1000} s: what it awaits never comes`;
    late.reject(new ConfigError(file, [reason]));
  }, IMPORT_LIMIT_MS);
  process.once('exit', onExit);
  try {
    const found: unknown = await Promise.race([import(pathToFileURL(path).href), late.promise]);
    const hasDefault = typeof found === 'object' && found !== null && 'default' in found;
    return hasDefault ? { default: found.default } : null;
  } finally {
    clearTimeout(timer);
    process.off('exit', onExit);
  }
}

function describeImportFailure(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const told = describeThrown(error);
  return code === 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX'
    ? `${told}: write types that can be erased (no enum, no parameter properties)`
    : told;
}
