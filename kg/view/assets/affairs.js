// Affairs: the negotiations of the graph to choose among. One that is chosen narrows everything else to it. Where
// there are many, the page opens with their list.

const MANY_AFFAIRS = 6;
const affairColumns = [
  { key: 'affair', of: a => a.name },
  { key: 'when', of: a => a.told || a.last || a.first },
  { key: 'articles', of: a => a.counts[0] },
  { key: 'meetings', of: a => a.counts[1] },
  { key: 'proposals', of: a => a.counts[2] },
  { key: 'answers', of: a => a.counts[3] },
  { key: 'open', of: a => a.counts[4] },
];
const affairOrder = { column: 2, down: true };
const homePane = () => (page.affairs.length >= MANY_AFFAIRS ? 'affairs' : 'picture');
const affairPlace = short => page.affairs.findIndex(affair => shortId(affair.id) === short);

const eventsOfNode = i => [...actors[i].events, ...tiesOf[i].flatMap(t => ties[t].events)];
const inAffair = i => eventsOfNode(i).some(eventInAffair);

// Narrow everything to one affair, or to none (null)
function chooseAffair(place) {
  stop();
  Object.assign(state, { affair: place, span: null, group: null, focusSet: null });
  choose(null, { silent: true });
  fitTime();
  fillLegend();
  showAffairName();
  if (state.pane === 'affairs') show('picture', { quiet: true });   // the picture has no size while it is hidden
  changed('affair');
  say(place === null ? fill(texts.affairsAll, { affairs: counted('affairs', page.affairs.length) }) : page.affairs[place].name);
}

// Someone was asked for who has no part in the affair
function leaveAffair() {
  state.affair = null;
  fitTime();
  showAffairName();
}

// "7 – 8 April 1997": what both days share stands once
function showSpanOf(first, last) {
  if (first === last) return showDate(first);
  const [a, b] = [first, last].map(date => date.split('-'));
  if (a[0] !== b[0] || a.length !== b.length) return showDates([first, last]);
  const shared = a.length > 2 && a[1] === b[1] ? 2 : 1;
  return `${showDate(first).split(' ').slice(0, a.length - shared).join(' ')} – ${showDate(last)}`;
}

function affairWhen({ first, last, told }) {
  const days = [first, last].filter(Boolean);
  if (days.length) return showSpanOf(days[0], days.at(-1));
  return told ? fill(texts.reported, { date: showDate(told) }) : texts.undated;
}

function affairWho({ who }) {
  const named = who.slice(0, 4);
  return named.join(', ') + (who.length > named.length ? ` ${fill(texts.andOthers, { n: who.length - named.length })}` : '');
}

function affairRow(place) {
  const affair = page.affairs[place];
  const button = el('button', { type: 'button', class: 'affair', 'aria-pressed': String(state.affair === place), on: { click: () => chooseAffair(place) } },
    el('b', { dir: 'auto' }, affair.name), el('span', { dir: 'auto' }, affairWho(affair)));
  const numbers = affair.counts.map((n, i) => el('td', { class: `number${i === 4 && n ? ' open' : ''}` }, n ? n.toLocaleString(texts.lang) : '–'));
  return el('tr', {}, el('td', {}, button), el('td', { class: 'date' }, affairWhen(affair)), ...numbers);
}

function showAffairs() {
  const words = folded(by('affairs-find').value.trim()), { of } = affairColumns[affairOrder.column];
  const has = affair => !words || [affair.name, ...affair.aliases, ...affair.who].some(text => folded(text).includes(words));
  const compare = (a, b) => {
    const [x, y] = [of(page.affairs[a]), of(page.affairs[b])];
    if (typeof x === 'number') return affairOrder.down ? y - x : x - y;
    // what has no date comes last either way
    if (!x || !y) return x === y ? 0 : x ? -1 : 1;
    return affairOrder.down ? y.localeCompare(x, texts.lang) : x.localeCompare(y, texts.lang);
  };
  const places = page.affairs.map((_, i) => i).filter(i => has(page.affairs[i])).sort((a, b) => compare(a, b) || a - b);
  by('affairs-body').replaceChildren(...places.map(affairRow));
  by('affairs-count').textContent = places.length === page.affairs.length
    ? counted('affairs', places.length) : fill(texts.affairsOf, { n: places.length.toLocaleString(texts.lang), all: counted('affairs', page.affairs.length) });
  [...by('affairs-head').children].forEach((head, i) => head.setAttribute('aria-sort', i !== affairOrder.column ? 'none' : affairOrder.down ? 'descending' : 'ascending'));
}

// Which affair is shown, above everything
function showAffairName() {
  const { affair } = state;
  by('affair').textContent = affair === null ? fill(texts.affairsAll, { affairs: counted('affairs', page.affairs.length) }) : page.affairs[affair].name;
  by('affair').title = affair === null ? texts.affairChoose : page.affairs[affair].name;
  by('affair').classList.toggle('chosen', affair !== null);
  by('affair-clear').hidden = affair === null;
}

function startAffairs() {
  by('affair-box').hidden = page.affairs.length < 2;
  by('view-affairs').hidden = page.affairs.length < 2;
  by('affairs-head').replaceChildren(...affairColumns.map(({ key }, i) => el('th', { scope: 'col', class: i > 1 ? 'number' : null },
    el('button', { type: 'button', on: { click: () => {
      Object.assign(affairOrder, i === affairOrder.column ? { down: !affairOrder.down } : { column: i, down: i > 0 });
      showAffairs();
    } } }, texts.affairColumns[key]))));
  by('affairs-find').addEventListener('input', () => { showAffairs(); say(by('affairs-count').textContent); });
  by('affairs-find').addEventListener('keydown', event => {
    const first = by('affairs-body').querySelector('button');
    if (event.key === 'Enter' && by('affairs-find').value.trim() && first) first.click();
  });
  by('affairs-all').addEventListener('click', () => chooseAffair(null));
  by('affair').addEventListener('click', () => { show('affairs'); by('affairs-find').focus(); });
  by('affair-clear').addEventListener('click', () => { chooseAffair(null); by('affair').focus(); });
  showAffairName();
  showAffairs();
  whenChanged(what => { if (what === 'affair' || (what === 'pane' && state.pane === 'affairs') || what === 'all') showAffairs(); });
}
