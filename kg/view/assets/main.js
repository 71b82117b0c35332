// Everything set going, in order.

const PANES = ['picture', 'timeline', 'table'];

function show(pane) {
  const before = state.pane;
  state.pane = pane;
  by('stage').hidden = pane !== 'picture';
  by('timeline').hidden = pane !== 'timeline';
  by('table').hidden = pane !== 'table';
  for (const name of PANES) by(`view-${name}`).setAttribute('aria-pressed', String(pane === name));
  if (pane === 'table') showTable();
  if (pane === 'timeline') showTimeline();
  if (pane !== before) changed('pane');
}

function summarise() {
  const dates = page.articles.map(article => article[2]).filter(Boolean).sort();
  const span = { first: dates.length ? showDate(dates[0]) : '', last: dates.length ? showDate(dates[dates.length - 1]) : '' };
  const when = !dates.length ? '' : span.first === span.last ? texts.summaryDate : texts.summaryDates;
  const people = actors.filter(actor => !kinds[actor.kind].thing).length;   // meetings and proposals are no actors
  by('summary').textContent = fill(texts.summary, { actors: counted('actors', people), ties: counted('ties', ties.length), articles: counted('articles', page.articles.length) }) + fill(when, span);
  container.setAttribute('aria-label', fill(texts.picture, { actors: counted('actors', actors.length), ties: counted('ties', ties.length) }));
}

function offerMore() {
  const many = actors.length > top;
  by('more').hidden = !many;
  if (!many) return;
  by('more-text').textContent = state.all ? '' : fill(texts.shownOf, { shown: actors.filter((_, i) => actorInSight(i)).length.toLocaleString(texts.lang), all: actors.length.toLocaleString(texts.lang) });
  by('more-button').textContent = state.all ? texts.showFew : texts.showAll;
}

summarise();
startViews();
startLegend();
startTime();      // first, for it takes room that the picture must not count on
startPicture();
startFinder();
startTable();
startTimeline();
startDownloads();
startPhysics();
offerMore();
whenChanged(offerMore);
whenChanged(what => { if (what === 'view') { summarise(); showPanel(); } });
for (const name of PANES) by(`view-${name}`).addEventListener('click', () => show(name));
by('more-button').addEventListener('click', () => { state.all = !state.all; changed('all'); });
by('size').value = state.size;
by('size').addEventListener('change', event => { state.size = event.target.value; changed('size'); });
by('panel-close').addEventListener('click', () => choose(null));
container.addEventListener('keydown', pictureKeys);
document.addEventListener('keydown', event => {
  if (event.key === 'Escape' && state.chosen) { event.preventDefault(); choose(null); }
});
whenChanged(what => { if (state.chosen && ['filter', 'scheme', 'span', 'steps', 'pinned', 'all'].includes(what)) showPanel({ keep: true }); });
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
  state: () => ({ chosen: state.chosen, nodes: nodeSet.length, edges: edgeSet.length, scale: network.getScale(), span: state.span, pane: state.pane, view: state.view, steps: state.steps }),
  lit: () => { const lit = focus(); return lit && { nodes: [...lit.actors].map(i => actors[i].name), ties: [...lit.ties].map(i => tieWords(ties[i]).whole) }; },
  shown: () => nodeSet.getIds().map(i => actors[i].name),
};
