import type { LaunchOptions } from 'playwright-core';

/** A browser that only ever opens files of ours: it asks nothing of any network by itself. */
export function launchOptions(executablePath: string): LaunchOptions {
  return {
    executablePath,
    // Chromium refuses to run as root with its sandbox, and root is what a container often is.
    chromiumSandbox: process.getuid?.() !== 0,
    args: [
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  };
}
