import { mergeSymbols } from './merge-symbols.ts';

/** What the library writes for hovering, animation and exactness, and a page does not need. */
export function shortenSvg(svg: string): string {
  return mergeSymbols(
    svg
      .replaceAll(/<style[^>]*>[\s\S]*?<\/style>/g, '')
      .replaceAll(/<[a-z][^>]*>/gi, shortenTag)
      // A line without a single point.
      .replaceAll(/<path d=""[^>]*><\/path>\n?/g, '')
      .replaceAll(/(<(?:path|rect|circle)[^>]*)><\/(?:path|rect|circle)>/g, '$1/>'),
  );
}

const NEEDLESS =
  / (?:class|ecmeta_\w+|pointer-events|xml:space|stroke-linejoin|baseProfile|version)="[^"]*"/g;
/** What most texts have; the drawing as a whole says it once. */
const USUAL_FONT = / style="font-size:12px;font-family:system-ui, sans-serif;"/;
export const FONT_OF_ALL =
  'font-family="system-ui, sans-serif" font-size="12" stroke-linejoin="round"';

function shortenTag(tag: string): string {
  return (
    tag
      .replaceAll(NEEDLESS, '')
      .replace(USUAL_FONT, '')
      // The page gives all text its ink.
      .replace(/^(<text.*) fill="[^"]*"/, '$1')
      // A tenth of a pixel is enough. Small numbers stay: a shape is drawn in units of its size.
      .replaceAll(/ (?:d|points|transform|[xy][12]?)="[^"]*"/g, (attribute) =>
        attribute.replaceAll(/(\d{2}\.\d)\d+/g, '$1').replaceAll(/(\d{2})\.0(?!\d)/g, '$1'),
      )
  );
}
