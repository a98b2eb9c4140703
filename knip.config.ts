import type { KnipConfig } from 'knip';

const config: KnipConfig = {
  entry: [
    'bin/echosounder.js',
    'bench.config.ts',
    'examples/*.ts',
    'microbench/*.ts',
    'results/write-schemas.ts',
    // Started by path, in a process or thread of their own.
    '**/*.{worker,child}.ts',
    'servers/host.ts',
    'loadgen/load-process.ts',
    'loadgen/load-thread.ts',
    'test/**/*.test.ts',
  ],
  project: ['**/*.ts'],
  // A POSIX vocabulary is whole by purpose: tests use what no strategy needs.
  ignoreExportsUsedInFile: true,
  // Installed by the pinned Node.js workspace for one platform at a time.
  ignoreWorkspaces: ['tools/node'],
};

export default config;
