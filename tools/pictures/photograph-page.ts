import { pathToFileURL } from 'node:url';
import { type Browser, chromium } from 'playwright-core';
import { findChromium, NEEDS_CHROMIUM } from '../chromium/find-chromium.ts';
import { launchOptions } from '../chromium/launch-options.ts';

/** The first screen of a laptop, sharp enough for a screen with more dots. */
const VIEWPORT = { width: 1120, height: 900 };
const DOTS_PER_PX = 1.25;
/** At this quality WebP looks like PNG, at a third of its size. */
const QUALITY = 0.85;

export type Scheme = 'light' | 'dark';

/** WebP pictures of the first screen of a page in a file, one for each scheme. */
export async function photographPage(
  file: string,
  schemes: readonly Scheme[],
): Promise<ReadonlyMap<Scheme, Buffer>> {
  const path = findChromium();
  if (path === null) throw new Error(NEEDS_CHROMIUM);
  const browser = await chromium.launch(launchOptions(path));
  try {
    const pictures = new Map<Scheme, Buffer>();
    for (const scheme of schemes) {
      const page = await browser.newPage({
        viewport: VIEWPORT,
        deviceScaleFactor: DOTS_PER_PX,
        colorScheme: scheme,
      });
      await page.goto(pathToFileURL(file).href);
      pictures.set(scheme, await encodeWebp(browser, await page.screenshot()));
    }
    return pictures;
  } finally {
    await browser.close();
  }
}

/** The browser knows the format; playwright's screenshots do not. */
async function encodeWebp(browser: Browser, png: Buffer): Promise<Buffer> {
  const page = await browser.newPage();
  const address = await page.evaluate<string>(`(async () => {
    const image = new Image();
    image.src = 'data:image/png;base64,${png.toString('base64')}';
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = image.width;
    canvas.height = image.height;
    canvas.getContext('2d').drawImage(image, 0, 0);
    return canvas.toDataURL('image/webp', ${QUALITY});
  })()`);
  return Buffer.from(address.slice(address.indexOf(',') + 1), 'base64');
}
