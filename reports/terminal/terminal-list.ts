import type { ScenarioReport } from '../report.ts';
import { type Column, chooseColumns, type TableRow, tabulate } from '../scenario-table.ts';
import { flowParts } from '../text/flow-parts.ts';
import { NOTHING } from '../text/format.ts';
import type { Paint } from '../text/paint.ts';
import { shortenNames } from '../text/shorten-names.ts';
import { wrapText } from '../text/wrap-text.ts';

const PLACE_WIDTH = 4;
const INDENT = ' '.repeat(PLACE_WIDTH + 2);

/** A scenario's rows for a window that has no room for columns: a name, and its figures beneath. */
export function listRows(scenario: ScenarioReport, width: number, paint: Paint): string {
  const columns = chooseColumns(scenario).filter(
    ({ id }) => id !== 'place' && id !== 'label' && id !== 'note',
  );
  const rows = tabulate(scenario, { spread: false, apart: true });
  const names = shortenNames(
    rows.map(({ texts }) => texts.label),
    width - PLACE_WIDTH,
  );
  return rows
    .map((row) => drawRow(row, names.get(row.texts.label) ?? '', columns, width, paint).join('\n'))
    .join('\n');
}

function drawRow(
  { texts, apart }: TableRow,
  name: string,
  columns: readonly Column[],
  width: number,
  paint: Paint,
): readonly string[] {
  const figures = columns
    .filter(({ id }) => texts[id] !== '' && texts[id] !== NOTHING)
    .map(({ id, title }) => `${title} ${texts[id]}`);
  const room = width - INDENT.length;
  const note = texts.note === '' ? [] : wrapText(texts.note, room);
  return [
    `${texts.place.padEnd(PLACE_WIDTH)}${name}`,
    ...flowParts(figures, room).map((line) => INDENT + (apart ? paint('dim', line) : line)),
    ...note.map((line) => INDENT + paint('yellow', line)),
  ];
}
