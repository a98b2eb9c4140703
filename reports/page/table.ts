import { escapeHtml } from './escape-html.ts';

export interface HtmlColumn {
  readonly title: string;
  readonly align: 'left' | 'right' | 'wrap';
}

export interface HtmlRow {
  readonly cells: readonly string[];
  /** Not comparable with the other rows. */
  readonly apart?: boolean;
}

/** A table that scrolls inside itself. All texts are escaped here; `heading` is the row's name. */
export function renderTable(
  caption: string,
  columns: readonly HtmlColumn[],
  rows: readonly HtmlRow[],
  heading = 0,
): string {
  const head = columns
    .map(({ title, align }) => `<th scope="col"${classOf(align)}>${escapeHtml(title)}</th>`)
    .join('');
  const body = rows.map((row) => {
    const cells = row.cells.map((text, index) => {
      const attributes = classOf(columns[index]?.align ?? 'left');
      return index === heading
        ? `<th scope="row"${attributes}>${escapeHtml(text)}</th>`
        : `<td${attributes}>${escapeHtml(text)}</td>`;
    });
    return `<tr${row.apart === true ? ' class="apart"' : ''}>${cells.join('')}</tr>`;
  });
  return [
    `<div class="scroll" tabindex="0" role="region" aria-label="${escapeHtml(caption)}"><table>`,
    `<caption>${escapeHtml(caption)}</caption>`,
    `<thead><tr>${head}</tr></thead>`,
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
