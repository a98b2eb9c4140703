/** Bytes of a page without the data it carries for its downloads. */
export function sizeWithoutDataBytes(page: string): number {
  const bare = page.replaceAll(
    /(<script[^>]* type="(?!module|text\/javascript)[^>]*>)[^<]*/g,
    '$1',
  );
  return Buffer.byteLength(bare);
}
