/** A title, of a column whose figures stand right where it is one of `right`. */
export type MarkdownColumn = string | { readonly right: string };

/** GitHub Flavored Markdown; the fields are escaped already. */
export function drawMarkdownTable(
  columns: readonly MarkdownColumn[],
  rows: readonly (readonly string[])[],
): string {
  const titles = columns.map((column) => (typeof column === 'string' ? column : column.right));
  const alignments = columns.map((column) => (typeof column === 'string' ? ':--' : '--:'));
  return [titles, alignments, ...rows].map((fields) => `| ${fields.join(' | ')} |`).join('\n');
}
