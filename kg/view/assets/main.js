// Everything set going, in order.

const PANES = ['affairs', 'picture', 'timeline', 'table'];

function show(pane, { quiet = false } = {}) {
  const before = state.pane;
  state.pane = pane;
  document.body.dataset.pane = pane;
  by('affairs').hidden = pane !== 'affairs';
  by('stage').hidden = pane !== 'picture';
  by('timeline').hidden = pane !== 'timeline';
  by('table').hidden = pane !== 'table';
  for (const name of PANES) by(`view-${name}`).setAttribute('aria-pressed', String(pane === name));
  if (pane === 'table') showTable();
  if (pane === 'timeline') showTimeline();
  if (pane !== before && !quiet) changed('pane');
}

const isPerson = i => !kinds[actors[i].kind].thing;

// What there is and how much of it is in sight: all numbers on the page come from here
function census() {
  const of = places => { const people = places.filter(isPerson).length; return { people, things: places.length - people }; };
  const places = actors.map((_, i) => i);
  return {
    all: of(places.filter(actorKept)),
    shown: of(places.filter(actorInSight)),
    ties: ties.reduce((n, _, i) => n + tieKept(i), 0),
    articles: articlesInSight(),
  };
}

// Places of the articles that what is selected rests on; all of them where nothing is narrowed
function articlesInSight() {
  const every = page.articles.map((_, i) => i);
  if (!narrowed()) return every;
  const ofAffair = i => state.affair === null || (page.articles[i][5] || []).includes(state.affair);
  if (!state.span) return every.filter(ofAffair);
  return [...new Set(viewEvents().filter(eventCounts).flatMap(e => page.events[e].evidence.map(p => page.evidence[p][0])))].filter(ofAffair);
}

function summarise({ all, ties: tied, articles }) {
  const dates = articles.map(i => page.articles[i][2]).filter(Boolean).sort();
  const span = { first: dates.length ? showDate(dates[0]) : '', last: dates.length ? showDate(dates[dates.length - 1]) : '' };
  const when = !dates.length ? '' : span.first === span.last ? texts.summaryDate : texts.summaryDates;
  by('summary').textContent = fill(texts.summary, { actors: counted('actors', all.people), ties: counted('ties', tied), articles: counted('articles', articles.length) }) + fill(when, span);
  container.setAttribute('aria-label', fill(texts.picture, { actors: counted('actors', all.people), ties: counted('ties', tied) }));
}

function offerMore({ all, shown }) {
  const many = actors.length > top && state.affair === null;
  by('more').hidden = !many;
  if (!many) return;
  const number = n => n.toLocaleString(texts.lang), parts = [];
  if (all.things) parts.push(fill(texts.shownThings, { shown: number(shown.things), all: number(all.things), things: viewNamed(state.view).things.toLowerCase() }));
  parts.push(fill(texts.shownActors, { shown: number(shown.people), all: number(all.people) }));
  by('more-text').textContent = state.all ? '' : fill(texts.shownOf, { parts: parts.join(texts.and) });
  by('more-button').textContent = state.all ? texts.showFew : texts.showAll;
}

function tell() {
  const found = census();
  summarise(found);
  offerMore(found);
}

startAffairs();
startViews();
startLegend();
startTime();      // first, for it takes room that the picture must not count on
startPicture();
startFinder();
startTable();
startTimeline();
startDownloads();
startPhysics();
tell();
whenChanged(what => { if (!['chosen', 'pinned', 'steps', 'scheme', 'size', 'settled', 'pane'].includes(what)) tell(); });
whenChanged(what => { if (what === 'view') showPanel(); });
for (const name of PANES) by(`view-${name}`).addEventListener('click', () => show(name));
by('more-button').addEventListener('click', () => { state.all = !state.all; changed('all'); });
by('size').value = state.size;
by('size').addEventListener('change', event => { state.size = event.target.value; changed('size'); });
by('panel-close').addEventListener('click', () => choose(null));
container.addEventListener('keydown', pictureKeys);
document.addEventListener('keydown', event => {
  if (event.key === 'Escape' && state.chosen) { event.preventDefault(); choose(null); }
});
whenChanged(what => { if (state.chosen && ['filter', 'scheme', 'span', 'steps', 'pinned', 'all', 'affair'].includes(what)) showPanel({ keep: true }); });
show(homePane());
startAddress();

// Where an actor or tie stands in the window: for tests and for those who script the page
window.kgPage = {
  at(name) {
    const i = actors.findIndex(actor => actor.name === name);
    const frame = container.getBoundingClientRect(), p = network.canvasToDOM(nodeSet.get(i) ? network.getPosition(i) : place(i));
    return { x: frame.left + p.x, y: frame.top + p.y };
  },
  labels: () => labelBoxes.filter(box => !('group' in box)).map(({ x0, y0, x1, y1, actor, tie }) => ({ x0, y0, x1, y1, name: actor === undefined ? tieCaption(ties[tie]) : actors[actor].name, actor: actor !== undefined })),
  groups: () => labelBoxes.filter(box => 'group' in box),
  state: () => ({ chosen: state.chosen, nodes: nodeSet.length, edges: edgeSet.length, scale: network.getScale(), span: state.span, pane: state.pane, view: state.view, steps: state.steps, affair: state.affair === null ? null : page.affairs[state.affair].name }),
  lit: () => { const lit = focus(); return lit && { nodes: [...lit.actors].map(i => actors[i].name), ties: [...lit.ties].map(i => tieWords(ties[i]).whole) }; },
  shown: () => nodeSet.getIds().map(i => actors[i].name),
};
