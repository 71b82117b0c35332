// The views of one graph, each with its own nodes, ties, kinds and relations: useView() makes one of them current.

const viewNamed = id => page.views.find(view => view.id === id);

function bindView(view) {
  view.tiesOf ||= view.ties.reduce((all, tie, i) => {
    all[tie.from].push(i);
    all[tie.to].push(i);
    return all;
  }, view.nodes.map(() => []));
  view.hiddenKinds ||= new Set();
  view.hiddenRelations ||= new Set();
  view.all ??= view.nodes.length <= view.top;
  state.view = view.id;
  ({ nodes: actors, ties, kinds, relations, tiesOf, top } = view);
  ({ all: state.all, hiddenKinds: state.hiddenKinds, hiddenRelations: state.hiddenRelations } = view);
}

// Show another view. What was chosen stays so where the new view has it too.
function useView(id) {
  const next = viewNamed(id);
  if (next && state.pane === 'affairs') show('picture');
  if (!next || id === state.view) return;
  viewNamed(state.view).all = state.all;
  const kept = state.chosen && 'actor' in state.chosen ? actors[state.chosen.actor].id : null;
  state.focusSet = null;
  clearPicture();
  bindView(next);
  const place = kept === null ? -1 : actors.findIndex(actor => actor.id === kept);
  state.chosen = place < 0 ? null : { actor: place };
  changed('view');
}

function startViews() {
  const bar = by('views');
  bar.hidden = page.views.length < 2;
  for (const view of page.views) {
    const button = el('button', { type: 'button', 'aria-pressed': String(view.id === state.view), on: { click: () => useView(view.id) } }, view.label);
    whenChanged(what => { if (what === 'view') button.setAttribute('aria-pressed', String(view.id === state.view)); });
    bar.append(button);
  }
}

// Records leave out what is usual, and the beginning that nearly all IRIs share: put both back
function complete() {
  const whole = id => (/^[a-z][a-z0-9+.-]*:/i.test(id) ? id : page.base + id);
  const filled = (items, usual) => items.forEach((item, i) => { items[i] = { ...usual, ...item }; });
  for (const view of page.views) {
    filled(view.nodes, page.usual.node);
    filled(view.ties, page.usual.tie);
    view.nodes.forEach(node => { node.id = whole(node.id); });
  }
  filled(page.events, page.usual.event);
  page.events.forEach(event => { event.id = whole(event.id); });
  page.articles.forEach(article => { article[4] = whole(article[4]); });
  for (const affair of page.affairs) Object.assign(affair, { id: whole(affair.id), sides: affair.sides.map(whole) });
}

complete();
bindView(viewNamed(page.opens));
