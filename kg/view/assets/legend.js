// The legend, which is also the filter: each entry is a switch.

function legendItem(icon, name, count, hidden, place, of) {
  const item = el('button', { type: 'button', class: 'item', 'data-of': of, 'data-place': place, 'aria-pressed': String(!hidden.has(place)) },
    icon(), el('span', { class: 'name' }, name), el('span', { class: 'count' }, String(count)));
  item.addEventListener('click', () => {
    if (hidden.has(place)) hidden.delete(place); else hidden.add(place);
    item.setAttribute('aria-pressed', String(!hidden.has(place)));
    changed('filter');
  });
  return item;
}

// How many nodes of each kind and ties of each relation the span holds, whatever is filtered
function tallies(everything = !state.span) {
  const tally = (items, key) => items.reduce((all, item) => all.set(item[key], (all.get(item[key]) || 0) + 1), new Map());
  if (everything) return { ofKind: tally(actors, 'kind'), ofRelation: tally(ties, 'relation') };
  const within = ties.filter(tie => tie.events.some(eventInSpan)), ends = new Set(within.flatMap(tie => [tie.from, tie.to]));
  return {
    ofKind: tally(actors.filter((actor, i) => ends.has(i) || actor.events.some(eventInSpan)), 'kind'),
    ofRelation: tally(within, 'relation'),
  };
}

function fillLegend() {
  const { ofKind, ofRelation } = tallies(true);
  const items = thing => kinds.flatMap((kind, i) =>
    (ofKind.has(i) && Boolean(kind.thing) === thing ? [legendItem(() => kindIcon(i, 18), kind.plural, ofKind.get(i), state.hiddenKinds, i, 'kind')] : []));
  const things = items(true);
  by('legend-kinds-title').textContent = things.length ? viewNamed(state.view).things : texts.legendKinds;
  by('legend-kinds').replaceChildren(...things, ...(things.length ? [el('h2', {}, texts.legendKinds)] : []), ...items(false));
  by('legend-ties').replaceChildren(...relations.flatMap((relation, i) =>
    (ofRelation.has(i) ? [legendItem(() => tieIcon(i), relation.label, ofRelation.get(i), state.hiddenRelations, i, 'relation')] : [])));
}

// The counts follow the span
function countLegend() {
  const { ofKind, ofRelation } = tallies();
  for (const item of by('legend').querySelectorAll('.item')) {
    const count = (item.dataset.of === 'kind' ? ofKind : ofRelation).get(Number(item.dataset.place)) || 0;
    item.querySelector('.count').textContent = count.toLocaleString(texts.lang);
    item.classList.toggle('none', count === 0);
  }
}

function startLegend() {
  fillLegend();
  by('reset').addEventListener('click', resetAll);
  whenChanged(what => {
    by('reset').hidden = !anythingKeptOut();
    if (what === 'view' || what === 'scheme' || what === 'all') fillLegend();
    if (what === 'view' || what === 'span' || what === 'all' || what === 'scheme') countLegend();
  });
  if (window.matchMedia('(max-width: 860px)').matches) by('legend').open = false;
  window.matchMedia('(max-width: 860px)').addEventListener('change', event => { by('legend').open = !event.matches; });
}
