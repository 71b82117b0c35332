// The timeline: what happened when, a lane for each kind of thing; on a narrow window a list of days.

const NARROW = window.matchMedia('(max-width: 860px)');
const ROW = 24;
const MOST_MARKS = 14;   // above one another

// Events of the view within the span, each thing once, in the order of their days
function eventsInSight() {
  const seen = new Set(), kept = [];
  for (const e of viewEvents()) {
    const event = page.events[e];
    if (event.kind < 0 || seen.has(event.id) || !eventDays(e) || !eventCounts(e) || !eventAllowed(e)) continue;
    seen.add(event.id);
    kept.push(e);
  }
  return kept.sort((a, b) => (eventDays(a)[0] < eventDays(b)[0] ? -1 : eventDays(a)[0] > eventDays(b)[0] ? 1 : a - b));
}

// The legend filters here too: an event is in sight with any of its ties, or with the one node that it is told of
function eventAllowed(e) {
  const parts = partsOf(e);
  return parts.ties.size ? [...parts.ties].some(tieInSight) : [...parts.actors].some(nodeAllowed);
}

const partNames = e => [...partsOf(e).actors].filter(i => !kinds[actors[i].kind].thing).map(i => actors[i].name).join(', ');

// In words: "summit, Vienna: Kestria, Morvane"
function eventWords(e) {
  const event = page.events[e], who = partNames(e);
  const words = event.kind < 0 ? event.caption : event.caption || page.eventKinds[event.kind].label;
  const what = words.charAt(0).toUpperCase() + words.slice(1);
  return who ? `${what} – ${who}` : what;
}

// When, and whether that is the thing's own date or the day of the first article that tells of it
function eventWhen(e) {
  const { date, until } = page.events[e];
  if (date) return until && until !== date ? `${showDate(date)} – ${showDate(until)}` : showDate(date);
  return eventDays(e) ? fill(texts.reported, { date: showDate(eventDays(e)[0]) }) : texts.undated;
}

function eventButton(e, className) {
  const event = page.events[e];
  const button = el('button', { type: 'button', class: className, dir: 'auto', 'data-event': e, title: `${eventWhen(e)}: ${eventWords(e)}`,
    'aria-pressed': String(state.chosen?.event === e), on: { click: () => choose({ event: e }) } });
  button.style.setProperty('--lane', shade(page.eventKinds[event.kind].color));
  if (!event.date) button.classList.add('told');
  if (event.status) button.classList.add(event.status.toLowerCase().replace(/[^a-z]/g, ''));
  return button;
}

const ruler = el('canvas').getContext('2d');

// Rows such that no two captions overlap; near the right edge a caption stands to the left of its mark
function rowsOf(items, width) {
  const rows = [];
  ruler.font = `12.5px ${FONT}`;
  for (const item of items) {
    if (item.text.length > 52) item.text = `${item.text.slice(0, 51)}…`;
    const wide = 30 + 1.06 * ruler.measureText(item.text).width;
    item.flipped = item.x + wide > width && item.x > wide;
    const left = item.flipped ? item.x - wide + 16 : item.x;
    let row = rows.findIndex(taken => taken.every(([from, to]) => left > to || left + wide < from));
    if (row < 0) row = rows.push([]) - 1;
    rows[row].push([left, left + wide]);
    Object.assign(item, { row, left, wide: Math.min(wide, width - left) });
  }
  return rows.length;
}

// Statements are many: marks in columns, without captions
function columnsOf(items, most) {
  const heights = new Map();
  for (const item of items) {
    const column = Math.round(item.x / 13);
    const row = heights.get(column) || 0;
    heights.set(column, row + 1);
    // what has no room above its day is counted, not put beside another day
    Object.assign(item, { row, left: column * 13, dot: true, hidden: row >= most });
  }
  const over = [...heights].filter(([, height]) => height > most).map(([column, height]) => ({ left: column * 13, n: height - most }));
  return { rows: Math.min(most, Math.max(0, ...heights.values())), over };
}

function lane(kind, events, scale, width) {
  const style = page.eventKinds[kind];
  const items = events.map(e => ({ e, x: scale(dayNumber(eventDays(e)[0])), text: eventWords(e) }));
  const crowded = items.length > 40 || style.id === 'Statement' && items.length > 14 || style.id === 'Position' && items.length > 14;
  const { rows, over = [] } = crowded ? columnsOf(items, MOST_MARKS) : { rows: rowsOf(items, width) };
  const high = crowded ? 14 : ROW;
  const body = el('div', { class: 'lane-body' });
  body.style.height = `${rows * high + (over.length ? 22 : 8)}px`;
  for (const { left, n } of over) {
    const more = el('span', { class: 'over', title: fill(texts.marksMore, { n: n.toLocaleString(texts.lang) }) }, '+');
    more.style.left = `${left}px`;
    more.style.top = `${rows * high + 4}px`;
    body.append(more);
  }
  for (const item of items) {
    if (item.hidden) continue;
    const button = eventButton(item.e, crowded ? 'mark-only' : 'mark');
    if (crowded) button.setAttribute('aria-label', `${eventWhen(item.e)}: ${item.text}`);
    else button.append(el('span', {}, item.text));
    button.style.left = `${item.left}px`;
    button.style.top = `${item.row * high + 4}px`;
    if (item.wide) button.style.width = `${item.wide}px`;
    if (item.flipped) button.classList.add('flipped');
    body.append(button);
  }
  return el('div', { class: 'lane', role: 'group', 'aria-label': style.plural },
    el('p', { class: 'lane-name' }, el('b', {}, style.plural), el('span', {}, String(items.length))), body);
}

function showLanes(events) {
  const box = by('chronicle');
  const width = Math.max(300, box.clientWidth - 130);
  const [from, to] = [time.from, Math.max(time.from + 1, time.to)];
  const along = pos => 10 + ((Math.min(to, Math.max(from, pos)) - from) / (to - from)) * (width - 30);
  const scale = day => along(time.axis.pos(day));
  const lanes = page.eventKinds.flatMap((_, kind) => {
    const mine = events.filter(e => page.events[e].kind === kind);
    return mine.length ? [lane(kind, mine, scale, width)] : [];
  });
  const days = el('div', { class: 'ruler', 'aria-hidden': 'true' });
  const grid = el('div', { class: 'grid', 'aria-hidden': 'true' });
  for (const gap of time.axis.breaks.filter(gap => gap.at > from && gap.at + gap.stay < to)) {
    const band = el('i', { class: 'gap' });
    band.style.left = `${along(gap.at)}px`;
    band.style.width = `${along(gap.at + gap.stay) - along(gap.at)}px`;
    grid.append(band);
  }
  for (const { at, text } of rulerPlaces(width - 30, from, to)) {
    const line = el('i'), label = el('span', {}, text);
    line.style.left = label.style.left = `${10 + at}px`;
    grid.append(line);
    days.append(label);
  }
  box.replaceChildren(days, grid, ...lanes);
}

// A short span is written on by days, a longer one as the scale below is
function rulerPlaces(width, from, to) {
  if (time.axis.breaks.some(gap => gap.at >= from && gap.at < to) || to - from > 120) return tickPlaces(width, from, to);
  const step = [1, 2, 5, 7, 14, 30].find(days => (to - from) / days <= width / 105) || 30;
  const found = [];
  for (let pos = Math.ceil(from / step) * step; pos <= to; pos += step) {
    const at = (width * (pos - from)) / (to - from);
    if (at < width - 40) found.push({ at, text: showDate(dayOf(pos)).replace(/ \d{4}$/, '') });
  }
  return found;
}

// For phones: day after day
function showDays(events) {
  const days = new Map();
  for (const e of events) {
    const when = eventWhen(e);
    if (!days.has(when)) days.set(when, []);
    days.get(when).push(e);
  }
  by('chronicle').replaceChildren(...[...days].map(([when, those]) => el('section', { class: 'day' }, el('h2', {}, when),
    el('ul', {}, ...those.map(e => {
      const button = eventButton(e, 'entry');
      button.append(el('small', {}, page.eventKinds[page.events[e].kind].label), el('span', {}, eventWords(e)));
      return el('li', {}, button);
    })))));
}

function showTimeline() {
  const events = eventsInSight();
  const dayless = new Set(viewEvents().filter(e => page.events[e].kind >= 0 && !eventDays(e) && eventInAffair(e) && eventAllowed(e)).map(e => page.events[e].id)).size;
  by('timeline-count').textContent = fill(texts.timelineCount, { events: counted('events', events.length) })
    + (dayless && !state.span ? fill(texts.timelineDayless, { n: dayless.toLocaleString(texts.lang) }) : '');
  by('timeline-empty').hidden = events.length > 0;
  if (NARROW.matches || !time.axis) showDays(events); else showLanes(events);
}

function startTimeline() {
  whenChanged(what => {
    if (state.pane !== 'timeline' || what === 'settled') return;
    if (what !== 'chosen') { showTimeline(); return; }
    for (const button of by('chronicle').querySelectorAll('[data-event]'))
      button.setAttribute('aria-pressed', String(Number(button.dataset.event) === state.chosen?.event));
  });
  let width = 0;
  new ResizeObserver(() => {
    if (state.pane !== 'timeline' || by('timeline').clientWidth === width) return;
    width = by('timeline').clientWidth;
    showTimeline();
  }).observe(by('timeline'));
}
