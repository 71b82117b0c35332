// A place for each node of the affair that is chosen: springs (Fruchterman and Reingold 1991) from places that depend
// on nothing but the order of the nodes, then pushed apart until names have room. The same affair looks the same.

const MOST_SPRUNG = 260;
let local = null;      // places of the nodes of the chosen affair, or null: those that the page came with
let localOf = '';
let partners = new Map();

const partnersHere = i => partners.get(i) || 0;

function findPlaces() {
  const key = `${state.view} ${state.affair} ${state.nameless}`;
  if (key === localOf) return;
  localOf = key;
  local = null;
  if (state.affair === null) return;
  const nodes = actors.map((_, i) => i).filter(i => hasName(i) && inAffair(i));
  if (nodes.length && nodes.length <= MOST_SPRUNG) local = sprung(nodes);
}

function sprung(nodes) {
  const n = nodes.length, at = new Map(nodes.map((node, k) => [node, k])), pull = new Map();
  for (const tie of ties) {
    const a = at.get(tie.from), b = at.get(tie.to);
    if (a === undefined || b === undefined || !tie.events.some(eventInAffair)) continue;
    const key = Math.min(a, b) * n + Math.max(a, b);
    pull.set(key, (pull.get(key) || 0) + tie.weight);
  }
  partners = new Map(nodes.map((node, k) => [node, [...pull.keys()].filter(key => Math.floor(key / n) === k || key % n === k).length]));
  const tied = new Set([...pull.keys()].flatMap(key => [Math.floor(key / n), key % n]));
  // the spiral of a sunflower: the best connected begin in the middle
  const points = nodes.map((_, k) => ({ x: Math.sqrt(k + 0.5) * Math.cos(k * 2.39996), y: Math.sqrt(k + 0.5) * Math.sin(k * 2.39996) }));
  relaxed(points, [...tied], [...pull].map(([key, weight]) => [Math.floor(key / n), key % n, Math.sqrt(weight)]));
  const width = Math.max(700, Math.sqrt(tied.size * 160 * 110 * 1.5)), height = width / 1.5;
  spreadOut(points, [...tied], width, height);
  const boxes = nodes.map(i => ({ w: Math.max(70, 7.4 * Math.min(26, actors[i].name.length)) + 24, h: actors[i].name.length > 17 ? 80 : 64 }));
  pushApart(points, [...tied], boxes, width / 2, height / 2);
  // whoever is tied to nobody stands below, in rows
  const low = [...tied].reduce((most, k) => Math.max(most, points[k].y), 0) + 110;
  const columns = Math.max(1, Math.floor(width / 190));
  nodes.map((_, k) => k).filter(k => !tied.has(k)).forEach((k, place) => {
    points[k] = { x: (place % columns - (columns - 1) / 2) * 190, y: low + Math.floor(place / columns) * 90 };
  });
  return new Map(nodes.map((node, k) => [node, points[k]]));
}

// Springs between all `tied`; lengths are in the unit of the spiral
function relaxed(points, tied, pulls) {
  const rounds = Math.max(60, Math.min(300, Math.round(20000 / Math.max(1, tied.length))));
  let heat = Math.sqrt(tied.length) * 0.3;
  const cooling = heat / (rounds + 1), length = 1.6;
  for (let round = 0; round < rounds; round++, heat -= cooling) {
    const moves = points.map(() => [0, 0]);
    const push = (a, b, force, dx, dy) => {
      moves[a][0] += dx * force; moves[a][1] += dy * force;
      moves[b][0] -= dx * force; moves[b][1] -= dy * force;
    };
    for (let m = 0; m < tied.length; m++)
      for (let k = m + 1; k < tied.length; k++) {
        const a = tied[m], b = tied[k], dx = points[a].x - points[b].x, dy = points[a].y - points[b].y;
        push(a, b, (length * length) / Math.max(1e-4, dx * dx + dy * dy), dx, dy);
      }
    for (const [a, b, strength] of pulls) {
      const dx = points[a].x - points[b].x, dy = points[a].y - points[b].y;
      push(a, b, (-Math.min(3, strength) * Math.hypot(dx, dy)) / length, dx, dy);
    }
    // a thread to the middle keeps what hangs together with nothing else in sight
    for (const a of tied) { moves[a][0] -= points[a].x * 0.25; moves[a][1] -= points[a].y * 0.25; }
    for (const a of tied) {
      const size = Math.max(1e-6, Math.hypot(...moves[a])), far = Math.min(size, heat);
      points[a].x += (moves[a][0] / size) * far;
      points[a].y += (moves[a][1] / size) * far;
    }
  }
}

// Over the whole frame, half by rank: springs leave corners empty and crowd the middle
function spreadOut(points, tied, width, height) {
  for (const [key, size] of [['x', width], ['y', height]]) {
    const values = tied.map(k => points[k][key]), least = Math.min(...values), range = Math.max(1e-9, Math.max(...values) - least);
    const ranks = new Map([...tied].sort((a, b) => points[a][key] - points[b][key] || a - b).map((k, rank) => [k, rank / Math.max(1, tied.length - 1)]));
    for (const k of tied) points[k][key] = (0.5 * ((points[k][key] - least) / range) + 0.5 * ranks.get(k) - 0.5) * size;
  }
}

// Each pair that overlaps moves along the axis that needs less
function pushApart(points, tied, boxes, right, bottom) {
  for (let round = 0; round < 120; round++) {
    let clash = false;
    for (let m = 0; m < tied.length; m++)
      for (let k = m + 1; k < tied.length; k++) {
        const [a, b] = [points[tied[m]], points[tied[k]]], [p, q] = [boxes[tied[m]], boxes[tied[k]]];
        const w = (p.w + q.w) / 2, h = (p.h + q.h) / 2, dx = a.x - b.x, dy = a.y - b.y;
        const [ox, oy] = [w - Math.abs(dx), h - Math.abs(dy)];
        if (ox <= 0 || oy <= 0) continue;
        clash = true;
        if (oy / h < ox / w) { const move = (oy / 2) * (dy < 0 ? -1 : 1); a.y += move; b.y -= move; }
        else { const move = (ox / 2) * (dx < 0 ? -1 : 1); a.x += move; b.x -= move; }
      }
    for (const k of tied) {
      points[k].x = Math.max(-right, Math.min(right, points[k].x));
      points[k].y = Math.max(-bottom, Math.min(bottom, points[k].y));
    }
    if (!clash) break;
    if (round % 20 === 19) { right *= 1.08; bottom *= 1.08; }   // no room: make some
  }
}
