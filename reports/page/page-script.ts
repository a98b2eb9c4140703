import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

export interface PageScript {
  readonly code: string;
  /** As a Content-Security-Policy names it: nothing else on the page may run. */
  readonly hash: string;
}

/** The script of every page, as it stands in its file: what can be read there is what runs. */
export function readPageScript(): PageScript {
  const path = new URL('./browser/enhance.js', import.meta.url);
  // A checkout may have other line ends than the browser will hash.
  const code = `\n${readFileSync(path, 'utf8').replaceAll('\r\n', '\n')}`;
  return { code, hash: `sha256-${createHash('sha256').update(code).digest('base64')}` };
}
