import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import {
  ALLOWED_IMPORTS,
  findDefaultExports,
  findFolderCycle,
  findForbiddenImports,
  findIdleExceptions,
  findLongFiles,
  findVagueNames,
  importsOf,
  type Sources,
} from './source-rules.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
/** Folders that hold no source of the product, or another kind of it. */
const OTHER_FOLDERS = ['node_modules', 'test', 'docs', 'tools', 'bin', 'runs', 'dist', 'coverage'];

function readSources(): Sources {
  const folders = readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => name)
    .filter((name) => !OTHER_FOLDERS.includes(name));
  const files = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !name.split(/[\\/]/).includes('node_modules'))
      .map((name) => join(root, folder, name)),
  );
  return new Map(
    files.map((file) => [relative(root, file).replaceAll('\\', '/'), readFileSync(file, 'utf8')]),
  );
}

const sources = readSources();

describe('the house', () => {
  test('imports in one direction: no folder reaches into one that it may not know', () => {
    expect(findForbiddenImports(sources)).toEqual([]);
  });

  test('has no two folders that lead back to each other', () => {
    expect(findFolderCycle(sources)).toBeNull();
  });

  test('has a rule for every folder with sources', () => {
    const folders = new Set([...sources.keys()].map((file) => file.split('/')[0] ?? ''));
    expect([...folders].filter((folder) => ALLOWED_IMPORTS[folder] === undefined)).toEqual([]);
    expect(folders.size).toBeGreaterThan(5);
  });

  test('has no file that is too long to be one idea', () => {
    expect(findLongFiles(sources)).toEqual([]);
    expect(findIdleExceptions(sources)).toEqual([]);
  });

  test('has no file whose name says nothing', () => {
    expect(findVagueNames(sources)).toEqual([]);
  });

  test('has no default export but where a tool wants one', () => {
    expect(findDefaultExports(sources)).toEqual([]);
  });

  test('has services without I/O: they import nothing of Node.js', () => {
    const imports = importsOf(sources, 'servers/services');
    expect(imports.length).toBeGreaterThan(0);
    expect(imports.filter((module) => module.startsWith('node:'))).toEqual([]);
  });

  test('has load loops and schedules that know no sockets: only an engine opens any', () => {
    const outside = new Map(
      [...sources].filter(([file]) => !file.startsWith('loadgen/node-engine/')),
    );
    const sockets = ['node:net', 'node:dgram', 'node:tls', 'koffi'];
    expect(importsOf(outside, 'loadgen').filter((module) => sockets.includes(module))).toEqual([]);
  });
});

describe('the rules of the house notice', () => {
  const house = (file: string, text: string): Sources => new Map([[file, text]]);

  test.each([
    ['an import', 'servers/a.ts', "import { x } from '../loadgen/b.ts';"],
    ['an import of a type', 'loadgen/a.ts', "import type { X } from '../servers/b.ts';"],
    [
      'an import from a folder below',
      'loadgen/deep/a.ts',
      "import { x } from '../../harness/b.ts';",
    ],
    ['a dynamic import', 'stats/a.ts', "const { x } = await import('../sockets/b.ts');"],
    ['an import for its effects', 'reports/a.ts', "import '../servers/b.ts';"],
    ['a re-export', 'gate/a.ts', "export { x } from '../loadgen/b.ts';"],
    [
      'an import over several lines',
      'protocol/a.ts',
      "import {\n  x,\n  y,\n} from '../results/b.ts';",
    ],
    [
      'a file started by its URL',
      'results/a.ts',
      "const file = new URL('../servers/host.ts', import.meta.url);",
    ],
    ['double quotes', 'sockets/a.ts', 'import { x } from "../protocol/b.ts";'],
    ['an import of a higher layer', 'harness/a.ts', "import { x } from '../cli/main.ts';"],
    ['an import of a test', 'servers/a.ts', "import { x } from '../test/b.ts';"],
  ])('%s, in %s', (_how, file, text) => {
    expect(findForbiddenImports(house(file, text))).toHaveLength(1);
  });

  test('nothing in what is allowed', () => {
    const text =
      "import { x } from '../protocol/b.ts';\nimport { y } from './c.ts';\nimport 'node:fs';";
    expect(findForbiddenImports(house('servers/a.ts', text))).toEqual([]);
  });

  test('a way round over several folders', () => {
    const round = new Map([
      ['a/x.ts', "import '../b/x.ts';"],
      ['b/x.ts', "import '../c/x.ts';"],
      ['c/x.ts', "import '../a/x.ts';"],
    ]);
    expect(findFolderCycle(round)).toEqual(['a', 'b', 'c', 'a']);
  });

  test('a long file, a vague name, a default export', () => {
    expect(findLongFiles(house('stats/a.ts', '\n'.repeat(301)))).toEqual(['stats/a.ts: 301 lines']);
    for (const name of [
      'utils.ts',
      'string-utils.ts',
      'helpers/a.ts',
      'socket-manager.ts',
      'misc.ts',
    ]) {
      expect(findVagueNames(house(`stats/${name}`, ''))).toEqual([`stats/${name}`]);
    }
    expect(findVagueNames(house('cli/commands.ts', ''))).toEqual([]);
    expect(findDefaultExports(house('stats/a.ts', 'export default 1;'))).toEqual(['stats/a.ts']);
  });
});
