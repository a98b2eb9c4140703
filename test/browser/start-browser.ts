import { type BrowserServer, chromium } from 'playwright-core';
import type { TestProject } from 'vitest/node';
import { findChromium } from '../../tools/chromium/find-chromium.ts';
import { launchOptions } from '../../tools/chromium/launch-options.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the browser listens; empty where there is none. */
    readonly browserEndpoint: string;
  }
}

let server: BrowserServer | null = null;

/** One browser for every file of this folder; vitest calls this when one of them is to run. */
export async function setup(project: TestProject): Promise<void> {
  const path = findChromium();
  if (path !== null) server = await chromium.launchServer(launchOptions(path));
  project.provide('browserEndpoint', server?.wsEndpoint() ?? '');
}

export async function teardown(): Promise<void> {
  await server?.close();
}
