// What stands out of the picture: neighbours at one to three steps, the shortest way between two nodes, an event's
// own ties; and what the reader keeps out of sight, keeps alone in sight, or keeps in place.

const MOST_STEPS = 3;

// Places of all nodes within so many steps, over ties in sight
function around(start, steps) {
  const found = new Map([[start, 0]]);
  let edge = [start];
  for (let far = 1; far <= steps; far++) {
    const next = [];
    for (const i of edge)
      for (const t of tiesOf[i]) {
        const other = otherEnd(ties[t], i);
        if (!found.has(other) && tieInSight(t)) { found.set(other, far); next.push(other); }
      }
    edge = next;
  }
  return found;
}

// The nodes of a shortest way, both ends among them, or null; of ways of one length the one with the strongest ties
function shortestPath(from, to) {
  if (from === to) return [from];
  const far = new Map([[from, 0]]), pull = new Map([[from, 0]]), back = new Map();
  let edge = [from];
  while (edge.length && !far.has(to)) {
    const next = new Set();
    for (const i of edge)
      for (const t of tiesOf[i]) {
        if (!tieInSight(t)) continue;
        const other = otherEnd(ties[t], i), strength = pull.get(i) + Math.log2(1 + ties[t].weight);
        if (far.has(other) && !next.has(other)) continue;
        if (!far.has(other)) far.set(other, far.get(i) + 1);
        next.add(other);
        if (strength > (pull.get(other) ?? -1)) { pull.set(other, strength); back.set(other, i); }
      }
    edge = [...next].sort((a, b) => a - b);
  }
  if (!far.has(to)) return null;
  const way = [to];
  while (way[0] !== from) way.unshift(back.get(way[0]));
  return way;
}

const tiesBetween = (a, b) => tiesOf[a].filter(t => otherEnd(ties[t], a) === b && tieInSight(t))
  .sort((x, y) => ties[y].weight - ties[x].weight || x - y);

// Which nodes of the current view take part in an event, and by which ties
function partsOf(e) {
  const view = viewNamed(state.view);
  view.parts ||= ties.reduce((all, tie, t) => {
    for (const event of tie.events) {
      if (!all.has(event)) all.set(event, { actors: new Set(), ties: new Set() });
      const parts = all.get(event);
      parts.actors.add(tie.from).add(tie.to);
      parts.ties.add(t);
    }
    return all;
  }, actors.reduce((all, actor, i) => {
    for (const event of actor.events) all.set(event, { actors: new Set([i]), ties: new Set() });
    return all;
  }, new Map()));
  return view.parts.get(e) || { actors: new Set(), ties: new Set() };
}

// What is lit while the rest fades, or null
function litParts() {
  const { chosen } = state;
  if (!chosen) return null;
  if ('event' in chosen) return partsOf(chosen.event);
  if ('tie' in chosen) return { actors: new Set([ties[chosen.tie].from, ties[chosen.tie].to]), ties: new Set([chosen.tie]) };
  if ('path' in chosen) {
    const way = shortestPath(...chosen.path);
    if (!way) return { actors: new Set(chosen.path), ties: new Set() };
    return { actors: new Set(way), ties: new Set(way.slice(1).flatMap((node, n) => tiesBetween(way[n], node))) };
  }
  const near = around(chosen.actor, state.steps);
  const lit = new Set();
  for (const [i, far] of near)
    if (far < state.steps) for (const t of tiesOf[i]) if (tieInSight(t) && near.has(otherEnd(ties[t], i))) lit.add(t);
  return { actors: new Set(near.keys()), ties: lit };
}

// The node that must not stand under the panel
function anchorOf(chosen) {
  if (!chosen) return undefined;
  if ('path' in chosen) return chosen.path[1];
  if ('event' in chosen) return [...partsOf(chosen.event).actors].find(actorInSight);
  return chosen.actor ?? ties[chosen.tie].to;
}

function setSteps(steps) {
  state.steps = steps;
  if (state.focusSet && state.chosen && 'actor' in state.chosen) keepOnly(true); else changed('steps');
}

// Only the chosen node and those around it, or all again
function keepOnly(only) {
  state.focusSet = null;
  if (only) state.focusSet = new Set([...around(state.chosen.actor, state.steps).keys()].map(i => actors[i].id));
  changed('all');
}

function hideNode(i) {
  state.hidden.add(actors[i].id);
  choose(null);
  changed('filter');
}

const hiddenNeighbours = i => [...new Set(tiesOf[i].map(t => otherEnd(ties[t], i)))].filter(other => !nodeAllowed(other));

// Let all neighbours of a node into sight, whatever keeps them out of it
function expand(i) {
  for (const other of hiddenNeighbours(i)) {
    const { id, kind } = actors[other];
    state.hidden.delete(id);
    state.hiddenKinds.delete(kind);
    state.extra.add(id);
    state.focusSet?.add(id);
  }
  changed('all');
}

function pin(i) {
  const { id } = actors[i];
  if (state.pinned.has(id)) state.pinned.delete(id); else state.pinned.add(id);
  changed('pinned');
}

const anythingKeptOut = () => state.nameless || state.hiddenKinds.size + state.hiddenRelations.size + state.hidden.size > 0
  || Boolean(state.focusSet) || Boolean(state.span);

// Everything in sight again, nothing chosen
function resetAll() {
  stop();
  state.hiddenKinds.clear();
  state.hiddenRelations.clear();
  state.hidden.clear();
  state.extra.clear();
  state.pinned.clear();
  state.nameless = false;
  state.focusSet = null;
  state.steps = 1;
  state.span = null;
  takeSpan();
  choose(null);
  fillLegend();
  changed('filter');
  countLegend();
}
