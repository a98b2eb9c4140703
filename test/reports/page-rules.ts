import { expect } from 'vitest';

/** The page's own. */
const SCRIPT = /<script type="module">[\s\S]*?<\/script>/g;

/** What no test of a page's words need look at: the drawings, the style and the script. */
export function wordsOf(page: string): string {
  return page
    .replaceAll(/<svg[\s\S]*?<\/svg>/g, '<svg></svg>')
    .replaceAll(/<style>[\s\S]*?<\/style>/g, '<style></style>')
    .replaceAll(SCRIPT, '<script></script>')
    .replaceAll(/sha256-[A-Za-z0-9+/=]+/g, 'sha256-HASH');
}

/** Nothing is fetched, only the page's own script runs, and every drawing is told in words. */
export function expectSoundPage(page: string): void {
  expect(
    page.replaceAll(SCRIPT, '').match(/<link|<img|<iframe|\son\w+=|javascript:|url\((?!#)/i),
  ).toBeNull();
  expect(page.match(/<script/g)?.length ?? 0).toBeLessThanOrEqual(1);
  const addresses = [...page.matchAll(/https?:\/\/[^"'\s<]+/g)].map(([address]) => address);
  expect(new Set(addresses)).toEqual(new Set(['http://www.w3.org/2000/svg']));
  expect(page.slice(0, 600)).toContain("default-src 'none'");
  for (const [tag] of page.matchAll(/<svg[^>]*>/g)) expect(tag).toContain('role="img"');
  const ids = [...page.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const [, id] of page.matchAll(/(?:href="#|labelledby=")([^"]+)"/g))
    expect(ids).toContain(id);
}

/** Hostile text stands in text or in a quoted attribute, and nothing in it steers a reader. */
export function expectHarmless(page: string): void {
  const words = wordsOf(page);
  expect(words.match(/<script(?!><\/script>)|<img|<!--|\]\]>/i)).toBeNull();
  for (const tag of page.match(/<[a-z][^>]*>/gi) ?? []) expect(tag).not.toMatch(/onerror=/);
  expect(words.match(/\p{Cc}(?<!\n)|[\u202a-\u202e\u2066-\u2069]/u)).toBeNull();
}
