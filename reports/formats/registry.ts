import { renderHtml } from '../page/page.ts';
import type { Reporter } from '../report.ts';
import { renderCsv } from './csv.ts';
import { renderHgrm } from './hgrm.ts';
import { renderJson } from './json.ts';
import { renderJunit } from './junit.ts';
import { renderMarkdown } from './markdown.ts';

/** The formats of `echosounder report`, by the name of their option. */
export const REPORTERS = {
  html: renderHtml,
  markdown: renderMarkdown,
  csv: renderCsv,
  json: renderJson,
  junit: renderJunit,
  hgrm: renderHgrm,
} as const satisfies Record<string, Reporter>;
export type ReportFormat = keyof typeof REPORTERS;
