// The same ties as a table: for reading with a screen reader, for sorting, and for taking along.

const columns = [
  { key: 'from', text: texts.from, of: tie => actors[tie.from].name },
  { key: 'tie', text: texts.tie, of: tie => (tie.caption === relations[tie.relation].label ? tie.caption : `${relations[tie.relation].label}: ${tie.caption}`) },
  { key: 'to', text: texts.to, of: tie => actors[tie.to].name },
  { key: 'count', text: texts.count, of: tie => tieEvents(tie).length, number: true },
  { key: 'first', text: texts.first, of: tie => tieDates(tie)[0] || '', date: true },
  { key: 'last', text: texts.last, of: tie => tieDates(tie).at(-1) || '', date: true },
  { key: 'articles', text: texts.articles, of: tie => tieArticles(tie), number: true },
];
const order = { column: 3, down: true };
const STEP = 400;
let rowsShown = STEP;

function sorted() {
  const { of, number } = columns[order.column];
  const compare = number ? (a, b) => a - b : (a, b) => (a === b ? 0 : !a ? 1 : !b ? -1 : a.localeCompare(b, texts.lang));
  const value = new Map(ties.map((tie, i) => [i, of(tie)]));
  return ties.map((_, i) => i).filter(tieInSight)
    .sort((a, b) => (order.down ? compare(value.get(b), value.get(a)) : compare(value.get(a), value.get(b))) || a - b);
}

function tableRow(i) {
  return el('tr', { 'data-tie': i }, ...columns.map(column => {
    const value = column.of(ties[i]);
    const kind = column.number ? 'number' : column.date ? 'date' : null;
    if (column.key === 'tie') return el('td', {}, el('button', { type: 'button', class: 'chip', on: { click: () => choose({ tie: i }) } }, value));
    if (column.key === 'from' || column.key === 'to') return el('td', { dir: 'auto' }, actorLink(column.key === 'from' ? ties[i].from : ties[i].to));
    return el('td', { class: kind }, column.date && value ? showDate(value) : String(value));
  }));
}

function showTable() {
  const rows = sorted();
  by('table-body').replaceChildren(...rows.slice(0, rowsShown).map(tableRow));
  by('table-count').textContent = fill(texts.tableCount, { ties: counted('ties', rows.length) });
  const rest = rows.length - rowsShown;
  by('table-more').hidden = rest <= 0;
  by('table-more').textContent = fill(texts.tableMore, { n: Math.min(rest, STEP) });
  [...by('table-head').children].forEach((head, n) => {
    if (n === order.column) head.setAttribute('aria-sort', order.down ? 'descending' : 'ascending');
    else head.removeAttribute('aria-sort');
  });
}

// A cell that a spreadsheet would take for a formula is given a leading apostrophe, as OWASP advises
function csvCell(value) {
  const text = String(value);
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
}

function download() {
  const lines = [columns.map(column => csvCell(column.text)), ...sorted().map(i => columns.map(column => csvCell(column.of(ties[i]))))];
  save(texts.downloadName, 'text/csv', '\ufeff', lines.map(line => line.join(',')).join('\r\n'), '\r\n');
}

function startTable() {
  columns.forEach((column, n) => {
    const button = el('button', { type: 'button' }, column.text);
    button.addEventListener('click', () => {
      order.down = order.column === n ? !order.down : Boolean(column.number);
      order.column = n;
      showTable();
    });
    by('table-head').append(el('th', { scope: 'col', class: column.number ? 'number' : null }, button));
  });
  by('table-more').addEventListener('click', () => { rowsShown += STEP; showTable(); });
  by('download').addEventListener('click', download);
  whenChanged(what => { if (state.pane === 'table' && what !== 'chosen' && what !== 'settled') showTable(); });
}
