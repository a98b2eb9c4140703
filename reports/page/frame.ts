import { escapeHtml } from './escape-html.ts';
import { readPageScript } from './page-script.ts';
import { HTML_STYLE } from './style.ts';

/** A page's parts: the title and the footer as text, the others as HTML that is escaped already. */
export interface Page {
  readonly title: string;
  readonly header: readonly string[];
  readonly main: readonly string[];
  readonly footer: string;
}

/**
 * One file that opens offline: style, script and drawings are in it, and nothing is fetched. All
 * that it says, it says without the script, which is the only one that may run.
 */
export function renderFrame({ title, header, main, footer }: Page): string {
  const script = readPageScript();
  const policy = [
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    'img-src data:',
    `script-src '${script.hash}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escapeHtml(title)} · Echosounder</title>`,
    `<style>${HTML_STYLE}</style></head><body>`,
    '<header>',
    ...header,
    '</header>',
    '<main>',
    ...main,
    '</main>',
    `<footer>${escapeHtml(footer)}</footer>`,
    `<script type="module">${script.code}</script>`,
    '</body></html>',
    '',
  ].join('\n');
}
