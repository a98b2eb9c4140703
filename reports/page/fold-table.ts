/** Tables longer than this are folded away. */
const ROWS_OPEN = 12;

/** The table beneath a chart: open where it is short, else a keystroke away. */
export function foldTable(table: string, rows: number, rowsOpen = ROWS_OPEN): string {
  if (rows <= rowsOpen) return table;
  return `<details><summary>The figures, ${rows} rows</summary>\n${table}\n</details>`;
}
