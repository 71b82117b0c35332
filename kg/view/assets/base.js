// What the page knows, and the few helpers that everything else uses. All text reaches the page through
// document.createTextNode, textContent and the canvas; nothing here ever parses HTML.

const by = id => document.getElementById(id);

// A block of data: JSON as it is, or where it is long compressed, in Base64; no JSON begins as that does
async function read(id) {
  const text = by(id).textContent;
  if (!text.startsWith('H4sI')) return JSON.parse(text);
  const bytes = Uint8Array.from(atob(text), letter => letter.charCodeAt(0));
  return JSON.parse(await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))).text());
}

const texts = await read('data-texts');
if (!window.DecompressionStream) by('summary').textContent = texts.oldBrowser;
const page = await read('data-page');
const options = await read('data-options');
// pyvis writes the opening view into its own blocks
Object.assign(page.views[0], { nodes: await read('data-nodes'), ties: await read('data-edges') });

const state = {
  view: null,                       // id of the current view; useView() in views.js changes it
  pane: 'picture',                  // 'picture', 'table' …: how the view is shown
  all: false,                       // whether more than the best connected nodes are in sight
  affair: null,                     // place of the only affair that counts, or null for all
  nameless: false,                  // whether actors without a name of their own are in sight
  group: null,                      // the community whose others are in sight too, or null
  hiddenKinds: new Set(),           // places in kinds and relations: one pair of sets for each view
  hiddenRelations: new Set(),
  hidden: new Set(),                // ids of nodes hidden by hand, in every view
  extra: new Set(),                 // ids of nodes asked into sight beyond the best connected
  pinned: new Set(),                // ids of nodes that keep their place
  steps: 1,                         // how many steps around the chosen node are lit
  focusSet: null,                   // ids of the only nodes to keep, or null
  span: null,                       // [first day, last day] as ISO dates, or null for all time
  chosen: null,                     // { actor }, { tie }, { event } or { path: [from, to] }: places
  size: page.size,
};

// The current view. All code reads these when it runs, never keeps them.
let actors, ties, kinds, relations, tiesOf, top;

const dark = window.matchMedia('(prefers-color-scheme: dark)');
const shade = colors => colors[dark.matches ? 1 : 0];
const otherEnd = (tie, actor) => (tie.from === actor ? tie.to : tie.from);

// The first and last day of a thing, or null. Dates are as precise as the articles: "2031-04" is a whole month. What
// has no date counts from the day of the first article that tells of it.
function eventDays(e) {
  const event = page.events[e];
  if (event.days !== undefined) return event.days;
  const told = event.evidence.map(p => page.articles[page.evidence[p][0]][2]).filter(Boolean).sort()[0];
  const [first, last] = [event.date || told, event.until || event.date || told];
  event.days = first ? [firstDay(first), lastDay(last)] : null;
  if (event.days && event.days.some(day => Number.isNaN(Date.parse(day)))) event.days = null;
  return event.days;
}

const firstDay = date => `${date}-01-01`.slice(0, date.length === 7 ? 7 : 10) + (date.length === 7 ? '-01' : '');
function lastDay(date) {
  if (date.length >= 10) return date.slice(0, 10);
  const [year, month = '12'] = date.split('-');
  return `${year}-${month}-${String(new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate()).padStart(2, '0')}`;
}

function eventInSpan(e) {
  if (!state.span) return true;
  const days = eventDays(e);
  return Boolean(days) && days[0] <= state.span[1] && days[1] >= state.span[0];
}

// The affairs that an event belongs to: the one it is a part of, or else those that its articles tell of
function eventAffairs(e) {
  const event = page.events[e];
  return event.affairs ||= event.affair >= 0 ? [event.affair] : [...new Set(event.evidence.flatMap(p => page.articles[page.evidence[p][0]][5] || []))];
}
const eventInAffair = e => state.affair === null || eventAffairs(e).includes(state.affair);
const eventCounts = e => eventInAffair(e) && eventInSpan(e);
const narrowed = () => Boolean(state.span) || state.affair !== null;

// "officials", "market sources": out of sight unless asked for, or a side of the affair that is chosen
const hasName = i => actors[i].named || state.nameless || state.extra.has(actors[i].id)
  || (state.affair !== null && page.affairs[state.affair].sides.includes(actors[i].id));
// A node is kept unless it is filtered out; it leads unless it waits behind "Show all"
const nodeKept = i => !state.hiddenKinds.has(actors[i].kind) && !state.hidden.has(actors[i].id) && (!state.focusSet || state.focusSet.has(actors[i].id)) && hasName(i);
const leads = i => state.all || state.affair !== null || i < top || actors[i].community === state.group || state.extra.has(actors[i].id);
const nodeAllowed = i => leads(i) && nodeKept(i);
const tieEvents = tie => (narrowed() ? tie.events.filter(eventCounts) : tie.events);
const tieKept = i => {
  const tie = ties[i];
  return !state.hiddenRelations.has(tie.relation) && nodeKept(tie.from) && nodeKept(tie.to) && (!narrowed() || tie.events.some(eventCounts));
};
const tieInSight = i => leads(ties[i].from) && leads(ties[i].to) && tieKept(i);
const told = (i, tied) => !narrowed() || actors[i].events.some(eventCounts) || tiesOf[i].some(tied);
const actorInSight = i => nodeAllowed(i) && told(i, tieInSight);
const actorKept = i => nodeKept(i) && told(i, tieKept);

function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === 'on') for (const [event, handler] of Object.entries(value)) node.addEventListener(event, handler);
    else if (value === true) node.setAttribute(name, '');
    else if (value !== false && value !== null && value !== undefined) node.setAttribute(name, String(value));
  }
  node.append(...children.filter(child => child !== null && child !== undefined && child !== ''));
  return node;
}

function svg(tag, attributes, ...children) {
  const node = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
  node.append(...children);
  return node;
}

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, key) => (key in values ? String(values[key]) : whole));

const counted = (what, n) => fill(texts.counts[what][n === 1 ? 0 : 1], { n: n.toLocaleString(texts.lang) });

function showDate(date) {
  const [year, month, day] = date.split('-');
  if (!/^\d{4}$/.test(year)) return date;
  if (!month) return year;
  const name = texts.months[Number(month) - 1];
  return day ? `${Number(day)} ${name} ${year}` : `${name} ${year}`;
}

function showDates(dates) {
  if (!dates.length) return '';
  const first = dates[0], last = dates[dates.length - 1];
  return first === last ? showDate(first) : `${showDate(first)} – ${showDate(last)}`;
}

const tieDates = tie => [...new Set(tieEvents(tie).map(e => page.events[e].date).filter(Boolean))].sort();
const tieArticles = tie => new Set(tieEvents(tie).flatMap(e => page.events[e].evidence.map(p => page.evidence[p][0]))).size;
const tieCaption = tie => (tieEvents(tie).length > 1 ? `${tie.caption} ×${tieEvents(tie).length}` : tie.caption);

// A tie in words, from the one end to the other: "Morvane answered Kestria: rejected"
function tieWords(tie) {
  const { label } = relations[tie.relation];
  const more = [tie.caption === label ? '' : `: ${tie.caption}`, tieEvents(tie).length > 1 ? ` ×${tieEvents(tie).length}` : ''].join('');
  return { label, more, whole: `${actors[tie.from].name} ${label} ${actors[tie.to].name}${more}` };
}

// Addresses come from articles: only those a reader can mean are made into links
function webAddress(text) {
  try {
    const url = new URL(text);
    return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : null;
  } catch { return null; }
}

function kindIcon(kind, size = 16) {
  const c = size / 2, r = size * 0.42;
  const around = (n, turn) => Array.from({ length: n }, (_, i) => {
    const angle = turn + (i * 2 * Math.PI) / n;
    return `${(c + r * Math.cos(angle)).toFixed(2)},${(c + r * Math.sin(angle)).toFixed(2)}`;
  }).join(' ');
  const color = shade(kinds[kind].color);
  const star = Array.from({ length: 10 }, (_, i) => {
    const angle = i * Math.PI / 5 - Math.PI / 2, far = i % 2 ? r * 0.5 : r * 1.1;
    return `${(c + far * Math.cos(angle)).toFixed(2)},${(c + far * Math.sin(angle)).toFixed(2)}`;
  }).join(' ');
  const shapes = {
    square: () => svg('rect', { x: c - r * 0.85, y: c - r * 0.85, width: r * 1.7, height: r * 1.7, fill: color }),
    dot: () => svg('circle', { cx: c, cy: c, r, fill: color }),
    diamond: () => svg('polygon', { points: around(4, 0), fill: color }),
    hexagon: () => svg('polygon', { points: around(6, 0), fill: color }),
    star: () => svg('polygon', { points: star, fill: color }),
    triangle: () => svg('polygon', { points: around(3, -Math.PI / 2), fill: color }),
    triangleDown: () => svg('polygon', { points: around(3, Math.PI / 2), fill: color }),
  };
  return svg('svg', { width: size, height: size, viewBox: `0 0 ${size} ${size}`, 'aria-hidden': 'true' },
    (shapes[kinds[kind].shape] || shapes.dot)());
}

function tieIcon(relation, width = 34, backwards = false) {
  const style = relations[relation], color = shade(style.color);
  const end = style.directed ? width - 7 : width - 2;
  const parts = [svg('line', { x1: 2, y1: 6, x2: end, y2: 6, stroke: color, 'stroke-width': style.weight < 1 ? 1.5 : 2.5,
    'stroke-dasharray': style.dashes.join(' ') })];
  if (style.directed) parts.push(svg('polygon', { points: `${width - 9},1.5 ${width - 1},6 ${width - 9},10.5`, fill: color }));
  return svg('svg', { width, height: 12, viewBox: `0 0 ${width} 12`, 'aria-hidden': 'true' },
    svg('g', backwards ? { transform: `translate(${width} 0) scale(-1 1)` } : {}, ...parts));
}

const say = text => { by('live').textContent = text; };
const listeners = [];
const whenChanged = handler => listeners.push(handler);
const changed = what => listeners.forEach(handler => handler(what));
