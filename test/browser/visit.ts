import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, inject } from 'vitest';
import { NEEDS_CHROMIUM } from '../../tools/chromium/find-chromium.ts';
import { temporaryFolder } from '../cli/run-cli.ts';
import { testWhere } from '../system-program.ts';

/** How somebody looks at a page. */
export interface Visitor {
  readonly widthPx: number;
  readonly scheme: 'light' | 'dark';
  readonly hasScript?: boolean;
  /** False switches the page's Content-Security-Policy off. */
  readonly hasPolicy?: boolean;
}

export interface Visit extends AsyncDisposable {
  readonly page: Page;
  /** Errors and warnings on the console, uncaught errors, and dialogs that opened. */
  readonly complaints: readonly string[];
  /** Every address that was asked for, the page itself first. */
  readonly requests: readonly string[];
}

const PHONE_PX = 390;
const DESKTOP_PX = 1280;
const HEIGHT_PX = 900;
/** A guard: nothing on a page of ours takes that long. */
const WAIT_MS = 10_000;
const endpoint = inject('browserEndpoint');

export const testInBrowser = testWhere(endpoint !== '', NEEDS_CHROMIUM);

export const VISITORS: readonly Visitor[] = [PHONE_PX, DESKTOP_PX].flatMap((widthPx) =>
  (['light', 'dark'] as const).map((scheme) => ({ widthPx, scheme })),
);
export const SOMEBODY: Visitor = { widthPx: DESKTOP_PX, scheme: 'light' };

/** Opens pages for the tests of a file, each visit in a browser profile of its own. */
export function useBrowser(): (html: string, visitor: Visitor) => Promise<Visit> {
  const folder = temporaryFolder();
  let browser: Browser | undefined;
  let count = 0;
  beforeAll(async () => {
    if (endpoint !== '') browser = await chromium.connect(endpoint);
  });
  afterAll(async () => await browser?.close());
  return async (html, visitor) => {
    if (browser === undefined) throw new Error(NEEDS_CHROMIUM);
    const file = join(folder, `page-${count++}.html`);
    writeFileSync(file, html);
    return await visit(browser, pathToFileURL(file).href, visitor);
  };
}

async function visit(browser: Browser, address: string, visitor: Visitor): Promise<Visit> {
  const context = await browser.newContext({
    viewport: { width: visitor.widthPx, height: HEIGHT_PX },
    colorScheme: visitor.scheme,
    javaScriptEnabled: visitor.hasScript ?? true,
    bypassCSP: visitor.hasPolicy === false,
  });
  context.setDefaultTimeout(WAIT_MS);
  const complaints: string[] = [];
  const requests: string[] = [];
  context.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  context.on('weberror', (error) => void complaints.push(`uncaught: ${error.error()}`));
  context.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  context.on('request', (request) => void requests.push(request.url()));
  const page = await context.newPage();
  await page.goto(address);
  return { page, complaints, requests, [Symbol.asyncDispose]: () => context.close() };
}
