import { keepUnits } from '../text/keep-units.ts';
import { escapeHtml } from './escape-html.ts';

/** A drawing under the sentence that it shows, and how to read it. It scrolls inside itself. */
export function frameFigure(
  { heading, finding }: { readonly heading: 'h3' | 'h4'; readonly finding: string },
  svg: string,
  caption: string,
): string {
  return `<figure><${heading}>${escapeHtml(keepUnits(finding))}</${heading}><div class="scroll" tabindex="0" role="group" aria-label="drawing">${svg}</div><figcaption>${escapeHtml(caption)}</figcaption></figure>`;
}
