import { defineConfig } from 'vitest/config';
import { PlainCountReporter } from './test/plain-count-reporter.ts';

export default defineConfig({
  test: {
    // Tests start real servers: two files at a time is what two cores carry.
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 30_000,
    reporters: ['default', new PlainCountReporter()],
    projects: [
      {
        extends: true,
        test: { name: 'node', include: ['test/**/*.test.ts'], exclude: ['test/browser/**'] },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          globalSetup: 'test/browser/start-browser.ts',
        },
      },
    ],
  },
});
