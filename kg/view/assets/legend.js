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
function tallies() {
  const tally = (items, key) => items.reduce((all, item) => all.set(item[key], (all.get(item[key]) || 0) + 1), new Map());
  const within = ties.filter(tie => !narrowed() || tie.events.some(eventCounts)), ends = new Set(within.flatMap(tie => [tie.from, tie.to]));
  const present = i => !narrowed() || ends.has(i) || actors[i].events.some(eventCounts);
  return {
    ofKind: tally(actors.filter((_, i) => hasName(i) && present(i)), 'kind'),
    ofRelation: tally(within.filter(tie => hasName(tie.from) && hasName(tie.to)), 'relation'),
    nameless: actors.filter((actor, i) => !actor.named && present(i)).length,
  };
}

// Actors without a name of their own: a switch like the others, off at first
function namelessItem(count) {
  const item = el('button', { type: 'button', class: 'item', 'data-of': 'nameless', title: texts.namelessHint, 'aria-pressed': String(state.nameless) },
    svg('svg', { width: 18, height: 18, viewBox: '0 0 18 18', 'aria-hidden': 'true' }, svg('circle', { cx: 9, cy: 9, r: 6, class: 'nobody' })),
    el('span', { class: 'name' }, texts.nameless), el('span', { class: 'count' }, count.toLocaleString(texts.lang)));
  item.addEventListener('click', () => {
    state.nameless = !state.nameless;
    fillLegend();
    changed('all');
    by('legend').querySelector('[data-of=nameless]')?.focus();
  });
  return item;
}

function fillLegend() {
  const ofKind = new Map(actors.map(actor => [actor.kind, true])), ofRelation = new Map(ties.map(tie => [tie.relation, true]));
  const items = thing => kinds.flatMap((kind, i) =>
    (ofKind.has(i) && Boolean(kind.thing) === thing ? [legendItem(() => kindIcon(i, 18), kind.plural, '', state.hiddenKinds, i, 'kind')] : []));
  const things = items(true);
  by('legend-kinds-title').textContent = things.length ? viewNamed(state.view).things : texts.legendKinds;
  by('legend-kinds').replaceChildren(...things, ...(things.length ? [el('h2', {}, texts.legendKinds)] : []), ...items(false),
    ...(actors.every(actor => actor.named) ? [] : [namelessItem(0)]));
  by('legend-ties').replaceChildren(...relations.flatMap((relation, i) =>
    (ofRelation.has(i) ? [legendItem(() => tieIcon(i), relation.label, '', state.hiddenRelations, i, 'relation')] : [])));
  countLegend();
}

// The counts follow the span
function countLegend() {
  const { ofKind, ofRelation, nameless } = tallies();
  for (const item of by('legend').querySelectorAll('.item')) {
    const count = item.dataset.of === 'nameless' ? nameless : (item.dataset.of === 'kind' ? ofKind : ofRelation).get(Number(item.dataset.place)) || 0;
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
    if (what === 'span' || what === 'affair') countLegend();
  });
  if (window.matchMedia('(max-width: 860px)').matches) by('legend').open = false;
  window.matchMedia('(max-width: 860px)').addEventListener('change', event => { by('legend').open = !event.matches; });
}
