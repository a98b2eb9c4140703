import { cleanText } from '../text/clean-text.ts';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** The one escaper: safe as text and inside a quoted attribute, in HTML, SVG and XML. */
export function escapeHtml(text: string): string {
  return cleanText(text).replaceAll(/[&<>"']/g, (sign) => ENTITIES[sign] ?? '');
}
