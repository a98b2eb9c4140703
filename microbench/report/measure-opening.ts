import { pathToFileURL } from 'node:url';
import { type Browser, chromium } from 'playwright-core';
import { findChromium, NEEDS_CHROMIUM } from '../../tools/chromium/find-chromium.ts';
import { launchOptions } from '../../tools/chromium/launch-options.ts';

/** Milliseconds from the start of the navigation, by the browser's own clock. */
export interface OpeningTime {
  /** Something of the page stands on the screen. */
  readonly firstPaintMs: number;
  /** The page's own script has run, and everything is there. */
  readonly loadedMs: number;
}

/** Opens the page so many times, each time in a new profile; the browser runs already. */
export async function measureOpening(page: string, times: number): Promise<OpeningTime[]> {
  const path = findChromium();
  if (path === null) throw new Error(NEEDS_CHROMIUM);
  const browser = await chromium.launch(launchOptions(path));
  try {
    // The first page of a browser pays for starting its processes.
    await openOnce(browser, 'data:text/html,warm-up');
    const opened: OpeningTime[] = [];
    for (let count = 0; count < times; count++) {
      opened.push(await openOnce(browser, pathToFileURL(page).href));
    }
    return opened;
  } finally {
    await browser.close();
  }
}

async function openOnce(browser: Browser, address: string): Promise<OpeningTime> {
  const page = await browser.newPage();
  try {
    await page.goto(address);
    await page.waitForFunction(`performance.getEntriesByName('first-contentful-paint').length > 0`);
    return await page.evaluate<OpeningTime>(`({
      firstPaintMs: performance.getEntriesByName('first-contentful-paint')[0].startTime,
      loadedMs: performance.getEntriesByType('navigation')[0].loadEventEnd,
    })`);
  } finally {
    await page.close();
  }
}
