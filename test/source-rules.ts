import { dirname, join } from 'node:path/posix';

/** Source files by their path from the root of the repository. */
export type Sources = ReadonlyMap<string, string>;

/** What the folders of the house may import of each other; nothing else. */
export const ALLOWED_IMPORTS: Readonly<Record<string, readonly string[]>> = {
  protocol: [],
  results: [],
  sockets: [],
  servers: ['sockets', 'protocol'],
  'known-servers': ['sockets', 'protocol'],
  loadgen: ['sockets', 'protocol', 'results'],
  talk: ['protocol'],
  demos: ['servers', 'sockets', 'protocol'],
  stats: ['results'],
  gate: ['stats', 'results'],
  reports: ['stats', 'gate', 'results'],
  harness: ['servers', 'loadgen', 'known-servers', 'results', 'protocol', 'sockets'],
  selftest: ['harness', 'loadgen', 'known-servers', 'results', 'protocol', 'sockets', 'stats'],
  cli: [
    'demos',
    'talk',
    'selftest',
    'harness',
    'servers',
    'loadgen',
    'known-servers',
    'sockets',
    'protocol',
    'results',
    'stats',
    'gate',
    'reports',
  ],
  microbench: [
    'harness',
    'servers',
    'loadgen',
    'known-servers',
    'sockets',
    'protocol',
    'results',
    'stats',
    'reports',
    'tools',
  ],
  /** What people copy: it stands alone. */
  examples: [],
};

/** Where a path may lead that holds no source: the root itself, and what is installed. */
const NO_SOURCES = ['', '..', 'node_modules'];

const LINES_MAX = 300;
/** Longer on purpose, each with its own limit and the reason. */
const LONG_FILES: Readonly<Record<string, number>> = {
  // One class: the calls of a socket, each with its units, errors and manual page beside it.
  'sockets/socket.ts': 360,
};

const VAGUE_NAME = /(^|[-./])(utils?|common|helpers?|manager|misc)([-./]|$)/i;

/** A worker file of piscina has to have one. */
const DEFAULT_EXPORTS = ['loadgen/threads/load-thread.ts'];

/** `importer -> imported`, for every import that the house forbids. */
export function findForbiddenImports(sources: Sources): string[] {
  return importsBetweenFolders(sources)
    .filter(({ from, to }) => !(ALLOWED_IMPORTS[from] ?? []).includes(to))
    .map(({ file, target }) => `${file} -> ${target}`);
}

/** A folder from which imports lead back to it, with the way round; null when there is none. */
export function findFolderCycle(sources: Sources): string[] | null {
  const edges = Map.groupBy(importsBetweenFolders(sources), ({ from }) => from);
  const follow = (folder: string, way: readonly string[]): string[] | null => {
    const seen = way.indexOf(folder);
    if (seen >= 0) return [...way.slice(seen), folder];
    const next = new Set((edges.get(folder) ?? []).map(({ to }) => to));
    for (const to of next) {
      const cycle = follow(to, [...way, folder]);
      if (cycle !== null) return cycle;
    }
    return null;
  };
  for (const folder of edges.keys()) {
    const cycle = follow(folder, []);
    if (cycle !== null) return cycle;
  }
  return null;
}

export function findLongFiles(sources: Sources): string[] {
  return [...sources]
    .map(([file, text]) => ({ file, lines: text.split('\n').length - 1 }))
    .filter(({ file, lines }) => lines > (LONG_FILES[file] ?? LINES_MAX))
    .map(({ file, lines }) => `${file}: ${lines} lines`);
}

/** Files that may be longer than others, and are not. */
export function findIdleExceptions(sources: Sources): string[] {
  return Object.keys(LONG_FILES).filter(
    (file) => (sources.get(file) ?? '').split('\n').length - 1 <= LINES_MAX,
  );
}

export function findVagueNames(sources: Sources): string[] {
  return [...sources.keys()].filter((file) => VAGUE_NAME.test(file));
}

export function findDefaultExports(sources: Sources): string[] {
  return [...sources]
    .filter(
      ([file, text]) =>
        /^export default\b|^export \{[^}]*\bas default\b/m.test(text) && !mayHaveDefault(file),
    )
    .map(([file]) => file);
}

/** Every module that a file of the folder imports. */
export function importsOf(sources: Sources, folder: string): string[] {
  return [...sources]
    .filter(([file]) => file.startsWith(`${folder}/`))
    .flatMap(([, text]) => readImports(text));
}

function mayHaveDefault(file: string): boolean {
  return file.endsWith('.config.ts') || DEFAULT_EXPORTS.includes(file);
}

interface FolderImport {
  readonly file: string;
  readonly target: string;
  readonly from: string;
  readonly to: string;
}

function importsBetweenFolders(sources: Sources): FolderImport[] {
  return [...sources].flatMap(([file, text]) =>
    readImports(text)
      .filter((specifier) => specifier.startsWith('.'))
      .map((specifier) => join(dirname(file), specifier))
      .map((target) => ({ file, target, from: folderOf(file), to: folderOf(target) }))
      .filter(({ from, to }) => from !== to && from !== '' && !NO_SOURCES.includes(to)),
  );
}

/** The folder at the root; a file of the root itself, such as a config, is in none. */
function folderOf(file: string): string {
  return file.includes('/') ? (file.split('/')[0] ?? '') : '';
}

/** Static and dynamic imports, re-exports, and files that are started by their URL. */
function readImports(text: string): string[] {
  const pattern =
    /(?:\bfrom\s*|\bimport\s*\(?\s*|\bnew URL\(\s*)(?:'([^'\n]+)'|"([^"\n]+)"|`([^`\n]+)`)/g;
  return [...text.matchAll(pattern)].map((match) => match[1] ?? match[2] ?? match[3] ?? '');
}
