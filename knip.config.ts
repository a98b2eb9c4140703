import type { KnipConfig } from 'knip';

const config: KnipConfig = {
  workspaces: {
    '.': {
      entry: [
        'bench.config.ts',
        'examples/*/bench.config.ts',
        'microbench/*.ts',
        // Started by path, in a process or thread of their own.
        '**/*.{worker,child}.ts',
        'servers/host.ts',
        'loadgen/threads/load-process.ts',
        'loadgen/threads/load-thread.ts',
        // Writes the golden run anew.
        'test/reports/synthetic/write.ts',
      ],
      project: ['**/*.ts'],
    },
  },
  ignoreExportsUsedInFile: true,
  // System programs that tests and benchmarks call where they are there.
  ignoreBinaries: ['mkfifo', 'cc', 'script'],
};

export default config;
