import { gzipSync } from 'node:zlib';
import { renderCsv } from '../formats/csv.ts';
import { renderHgrm } from '../formats/hgrm.ts';
import { renderRunHlog } from '../formats/hlog.ts';
import { renderJson } from '../formats/json.ts';
import type { Report } from '../report.ts';
import { formatBytes } from '../text/format.ts';
import { escapeHtml } from './escape-html.ts';
import { escapeJson } from './escape-json.ts';

/** Packed and in base64; a page of more than a few of these would open slowly and not be sent. */
const PACKED_CHARS_MAX = 6 << 20;

const FILES = [
  ['json', 'application/json', 'All figures (JSON)', renderJson],
  ['csv', 'text/csv', 'A row per trial (CSV)', renderCsv],
  ['hgrm', 'text/plain', 'Percentiles of each cell (HdrHistogram text)', renderHgrm],
  ['hlog', 'text/plain', 'Every trial’s histograms (HdrHistogram log)', renderRunHlog],
] as const;

/**
 * The data behind the page, packed into it, with a button for each file: no server is there to ask,
 * and the folder of the run may be elsewhere. The buttons show themselves where a script can unpack.
 */
export function renderDownloads(report: Report): string {
  const stem = report.header.id.replaceAll(/[^\w.-]/g, '_');
  const files = FILES.map(([ending, type, title, render]) => {
    const text = render(report);
    return {
      ending,
      title,
      size: text.length,
      data: { name: `${stem}.${ending}`, type, gzip: pack(text) },
    };
  });
  const kept = files.filter(({ data }) => data.gzip.length <= PACKED_CHARS_MAX);
  const buttons = kept.map(
    ({ ending, title, size }) =>
      `<li><button type="button" data-file="${ending}">${escapeHtml(title)}</button> <span class="soft">${formatBytes(size)}</span></li>`,
  );
  const data = Object.fromEntries(kept.map(({ ending, data }) => [ending, data]));
  return [
    '<section aria-labelledby="data"><h2 id="data">The data</h2>',
    '<p>The files below are in this page. <code>echosounder report</code> writes them too, from the folder of the run.</p>',
    `<ul id="downloads" hidden>${buttons.join('')}</ul>`,
    ...(kept.length < files.length
      ? ['<p>What is too large for a page is only in that folder.</p>']
      : []),
    `<script type="application/json" id="files">${escapeJson(data)}</script>`,
    '</section>',
  ].join('\n');
}

function pack(text: string): string {
  return gzipSync(text).toString('base64');
}
