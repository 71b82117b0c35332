// The legend, which is also the filter: each entry is a switch.

function legendItem(icon, name, count, hidden, place) {
  const item = el('button', { type: 'button', class: 'item', 'aria-pressed': !hidden.has(place) },
    icon(), el('span', { class: 'name' }, name), el('span', { class: 'count' }, String(count)));
  item.addEventListener('click', () => {
    if (hidden.has(place)) hidden.delete(place); else hidden.add(place);
    changed('filter');
  });
  whenChanged(what => {
    item.setAttribute('aria-pressed', String(!hidden.has(place)));
    if (what === 'scheme') item.replaceChild(icon(), item.firstChild);
  });
  return item;
}

function startLegend() {
  const tally = (items, key) => items.reduce((all, item) => all.set(item[key], (all.get(item[key]) || 0) + 1), new Map());
  const ofKind = tally(actors, 'kind'), ofRelation = tally(ties, 'relation');
  kinds.forEach((kind, i) => {
    if (ofKind.has(i)) by('legend-kinds').append(legendItem(() => kindIcon(i, 18), kind.plural, ofKind.get(i), state.hiddenKinds, i));
  });
  relations.forEach((relation, i) => {
    if (ofRelation.has(i)) by('legend-ties').append(legendItem(() => tieIcon(i), relation.label, ofRelation.get(i), state.hiddenRelations, i));
  });
  by('reset').addEventListener('click', () => {
    state.hiddenKinds.clear();
    state.hiddenRelations.clear();
    changed('filter');
  });
  whenChanged(() => { by('reset').hidden = !state.hiddenKinds.size && !state.hiddenRelations.size; });
  if (window.matchMedia('(max-width: 860px)').matches) by('legend').open = false;
  window.matchMedia('(max-width: 860px)').addEventListener('change', event => { by('legend').open = !event.matches; });
}
