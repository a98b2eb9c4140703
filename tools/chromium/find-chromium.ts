import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

/** What to do where there is none. */
export const NEEDS_CHROMIUM =
  'needs Chromium: apt-get install chromium, or name one in the environment as CHROMIUM';

/**
 * The path of a Chromium on this machine: the one that the environment names, Debian's, or one that
 * playwright has fetched before; null where there is none. Nothing is ever downloaded.
 */
export function findChromium(): string | null {
  const { CHROMIUM: named = '' } = process.env;
  const places = named === '' ? ['/usr/bin/chromium', chromium.executablePath()] : [named];
  return places.find((place) => existsSync(place)) ?? null;
}
