// What the page gains where scripts run: tables that sort, data to download, and everything open on
// paper. Without it nothing is missing that was measured. Delivered as it stands here.

for (const table of document.querySelectorAll('table')) makeSortable(table);
offerDownloads();
for (const area of document.querySelectorAll('.scroll')) watchForScrolling(area);
addEventListener('beforeprint', () => {
  for (const details of document.querySelectorAll('details')) details.open = true;
});

/** What has nothing to scroll is no stop on the way of the Tab key; what was folded away has. */
function watchForScrolling(/** @type {Element} */ area) {
  new ResizeObserver(() => {
    if (area.scrollWidth > area.clientWidth) area.setAttribute('tabindex', '0');
    else area.removeAttribute('tabindex');
  }).observe(area);
}

/** A button in each heading that has a kind of order: up, down, and as the page had it. */
function makeSortable(/** @type {HTMLTableElement} */ table) {
  const [body] = table.tBodies;
  if (body === undefined || body.rows.length < 2) return;
  const rows = [...body.rows];
  const heads = [...(table.tHead?.rows[0]?.cells ?? [])];
  for (const head of heads.filter(({ dataset }) => dataset.sort !== undefined)) {
    const button = document.createElement('button');
    button.type = 'button';
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener('click', () => {
      const order = nextOrder(head.ariaSort);
      for (const other of heads) other.removeAttribute('aria-sort');
      if (order !== null) head.ariaSort = order;
      body.append(...sortRows(rows, heads.indexOf(head), head.dataset.sort === 'number', order));
    });
  }
}

/** @returns {'ascending' | 'descending' | null} */
function nextOrder(/** @type {string | null} */ order) {
  if (order === 'ascending') return 'descending';
  return order === 'descending' ? null : 'ascending';
}

/**
 * What is not comparable stays behind the others, and what was not measured behind that.
 *
 * @param {readonly HTMLTableRowElement[]} rows as the page had them
 * @param {number} column
 * @param {boolean} isNumber
 * @param {'ascending' | 'descending' | null} order
 */
function sortRows(rows, column, isNumber, order) {
  if (order === null) return rows;
  const sign = order === 'ascending' ? 1 : -1;
  return rows
    .map((row) => ({ row, ...keyOf(row, column, isNumber) }))
    .sort((a, b) => {
      if (a.group !== b.group) return a.group - b.group;
      if (isNumber) return sign * (a.number - b.number);
      return sign * a.text.localeCompare(b.text, undefined, { numeric: true });
    })
    .map(({ row }) => row);
}

/**
 * @param {HTMLTableRowElement} row
 * @param {number} column
 * @param {boolean} isNumber
 */
function keyOf(row, column, isNumber) {
  const cell = row.cells[column];
  const text = (cell?.textContent ?? '').trim();
  const written = cell?.dataset.order;
  const isMissing = isNumber ? written === undefined : text === '';
  const group = (row.classList.contains('apart') ? 1 : 0) + (isMissing ? 2 : 0);
  return { group, number: Number(written ?? 0), text };
}

function offerDownloads() {
  const place = document.getElementById('downloads');
  const data = document.getElementById('files');
  if (place === null || data === null || !('DecompressionStream' in window)) return;
  place.hidden = false;
  for (const button of place.querySelectorAll('button')) {
    button.addEventListener('click', () => {
      /** @type {Record<string, { name: string, type: string, gzip: string }>} */
      const files = JSON.parse(data.textContent ?? '{}');
      const file = files[button.dataset.file ?? ''];
      if (file === undefined) return;
      unpack(file).then(
        (blob) => save(file.name, blob),
        () => button.append(' (this browser could not unpack it)'),
      );
    });
  }
}

/** @param {{ type: string, gzip: string }} file */
async function unpack({ type, gzip }) {
  const packed = Uint8Array.from(atob(gzip), (sign) => sign.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Blob([await new Response(stream).arrayBuffer()], { type });
}

/**
 * @param {string} name
 * @param {Blob} blob
 */
function save(name, blob) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  // The download has begun by then; what it needs is kept until it is done.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
