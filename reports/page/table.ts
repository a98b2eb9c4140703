import { escapeHtml } from './escape-html.ts';

export interface HtmlColumn {
  readonly title: string;
  readonly align: 'left' | 'right' | 'wrap';
}

/** Text, or a figure with the number that it is sorted by; null where there is none. */
export type HtmlCell = string | { readonly text: string; readonly order: number | null };

export interface HtmlRow {
  readonly cells: readonly HtmlCell[];
  /** Not comparable with the other rows. */
  readonly apart?: boolean;
}

/**
 * A table that scrolls inside itself; where scripts run, its headings sort it. All texts are escaped
 * here; `heading` is the row's name.
 */
export function renderTable(
  caption: string,
  columns: readonly HtmlColumn[],
  rows: readonly HtmlRow[],
  heading = 0,
): string {
  const head = columns.map((column, index) => {
    const cells = rows.map((row) => row.cells[index] ?? '');
    const attributes = `${classOf(column.align)}${sortOf(column, cells)}`;
    return `<th scope="col"${attributes}>${escapeHtml(column.title)}</th>`;
  });
  const body = rows.map((row) => {
    const cells = row.cells.map((cell, index) => {
      const text = escapeHtml(typeof cell === 'string' ? cell : cell.text);
      const attributes = `${classOf(columns[index]?.align ?? 'left')}${orderOf(cell)}`;
      return index === heading
        ? `<th scope="row"${attributes}>${text}</th>`
        : `<td${attributes}>${text}</td>`;
    });
    return `<tr${row.apart === true ? ' class="apart"' : ''}>${cells.join('')}</tr>`;
  });
  return [
    `<div class="scroll" tabindex="0" role="group" aria-label="${escapeHtml(caption)}"><table>`,
    `<caption><span>${escapeHtml(caption)}</span></caption>`,
    `<thead><tr>${head.join('')}</tr></thead>`,
    `<tbody>${body.join('\n')}</tbody></table></div>`,
  ].join('\n');
}

export function left(title: string): HtmlColumn {
  return { title, align: 'left' };
}

export function right(title: string): HtmlColumn {
  return { title, align: 'right' };
}

export function wrapped(title: string): HtmlColumn {
  return { title, align: 'wrap' };
}

function classOf(align: HtmlColumn['align']): string {
  return align === 'left' ? '' : ` class="${align}"`;
}

/** By number where a cell has one, never by how a number reads; by text where all is text. */
function sortOf({ title, align }: HtmlColumn, cells: readonly HtmlCell[]): string {
  if (title === '') return '';
  if (cells.some((cell) => typeof cell !== 'string')) return ' data-sort="number"';
  return align === 'right' ? '' : ' data-sort="text"';
}

function orderOf(cell: HtmlCell): string {
  return typeof cell === 'string' || cell.order === null ? '' : ` data-order="${cell.order}"`;
}
