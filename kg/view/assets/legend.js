// The legend, which is also the filter: each entry is a switch.

function legendItem(icon, name, count, hidden, place) {
  const item = el('button', { type: 'button', class: 'item', 'aria-pressed': String(!hidden.has(place)) },
    icon(), el('span', { class: 'name' }, name), el('span', { class: 'count' }, String(count)));
  item.addEventListener('click', () => {
    if (hidden.has(place)) hidden.delete(place); else hidden.add(place);
    item.setAttribute('aria-pressed', String(!hidden.has(place)));
    changed('filter');
  });
  return item;
}

function fillLegend() {
  const tally = (items, key) => items.reduce((all, item) => all.set(item[key], (all.get(item[key]) || 0) + 1), new Map());
  const ofKind = tally(actors, 'kind'), ofRelation = tally(ties, 'relation');
  const items = thing => kinds.flatMap((kind, i) =>
    (ofKind.has(i) && Boolean(kind.thing) === thing ? [legendItem(() => kindIcon(i, 18), kind.plural, ofKind.get(i), state.hiddenKinds, i)] : []));
  const things = items(true);
  by('legend-kinds-title').textContent = things.length ? viewNamed(state.view).things : texts.legendKinds;
  by('legend-kinds').replaceChildren(...things, ...(things.length ? [el('h2', {}, texts.legendKinds)] : []), ...items(false));
  by('legend-ties').replaceChildren(...relations.flatMap((relation, i) =>
    (ofRelation.has(i) ? [legendItem(() => tieIcon(i), relation.label, ofRelation.get(i), state.hiddenRelations, i)] : [])));
}

function startLegend() {
  fillLegend();
  by('reset').addEventListener('click', () => {
    state.hiddenKinds.clear();
    state.hiddenRelations.clear();
    fillLegend();
    changed('filter');
  });
  whenChanged(what => {
    by('reset').hidden = !state.hiddenKinds.size && !state.hiddenRelations.size;
    if (what === 'view' || what === 'scheme' || what === 'all') fillLegend();
  });
  if (window.matchMedia('(max-width: 860px)').matches) by('legend').open = false;
  window.matchMedia('(max-width: 860px)').addEventListener('change', event => { by('legend').open = !event.matches; });
}
