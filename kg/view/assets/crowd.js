// What is too much for vis-network: the crowd beyond the leading nodes, drawn here, and the communities it belongs to.

// vis-network draws this many nodes and ties well; all further ones are the crowd, drawn here as dots and hair lines
const MOST_NODES = 1200, MOST_TIES = 4000;
let crowd = { nodes: [], cells: new Map(), lines: [], dots: [] };

// The crowd: dots by kind, and all ties that vis-network does not hold as one path for each colour
function gather(nodes, edges, drawn, faded) {
  crowd = { nodes, cells: new Map(), lines: [], dots: [], faded };
  if (edges.length > drawn.length) {
    const held = new Set(drawn), paths = new Map();
    for (const i of edges) {
      if (held.has(i)) continue;
      const { relation, from, to } = ties[i], a = place(from), b = place(to);
      if (!paths.has(relation)) paths.set(relation, new Path2D());
      paths.get(relation).moveTo(a.x, a.y);
      paths.get(relation).lineTo(b.x, b.y);
    }
    crowd.lines = [...paths];
  }
  const dots = new Map();
  for (const i of nodes) {
    const { x, y } = place(i), { kind } = actors[i], cell = `${Math.floor(x / 60)},${Math.floor(y / 60)}`;
    if (!dots.has(kind)) dots.set(kind, new Path2D());
    dots.get(kind).moveTo(x, y);
    dots.get(kind).lineTo(x + 0.01, y);
    if (!crowd.cells.has(cell)) crowd.cells.set(cell, []);
    crowd.cells.get(cell).push(i);
  }
  crowd.dots = [...dots];
}

function drawCrowd(ctx) {
  ctx.save();
  if (!moving) {
    ctx.lineWidth = Math.min(1.5, 0.5 / network.getScale());
    ctx.globalAlpha = crowd.faded ? 0.05 : Math.max(0.08, Math.min(0.5, 2500 / Math.max(1, ties.length)));
    for (const [relation, path] of crowd.lines) {
      ctx.strokeStyle = shade(relations[relation].color);
      ctx.stroke(path);
    }
  }
  // strokes without length are dots that stay visible at every zoom
  ctx.globalAlpha = crowd.faded ? 0.2 : 0.9;
  ctx.lineWidth = Math.max(12, 2.4 / network.getScale());
  ctx.lineCap = 'round';
  for (const [kind, path] of crowd.dots) {
    ctx.strokeStyle = shade(kinds[kind].color);
    ctx.stroke(path);
  }
  ctx.restore();
}

// The nearest of the crowd under the pointer
function crowdAt(pointer) {
  if (!crowd.nodes.length) return undefined;
  const { x, y } = network.DOMtoCanvas(pointer);
  const reach = Math.max(10, 6 / network.getScale());
  let best, least = reach;
  for (let cx = Math.floor((x - reach) / 60); cx <= Math.floor((x + reach) / 60); cx++)
    for (let cy = Math.floor((y - reach) / 60); cy <= Math.floor((y + reach) / 60); cy++)
      for (const i of crowd.cells.get(`${cx},${cy}`) || []) {
        const p = place(i), far = Math.hypot(p.x - x, p.y - y);
        if (far < least) [best, least] = [i, far];
      }
  return best;
}

// The communities: who leads each, and how many of it are not among the best connected
function groups() {
  const view = viewNamed(state.view);
  return view.groups ||= actors.reduce((all, { community }, i) => {
    if (community < 0) return all;
    if (!all.has(community)) all.set(community, { leader: i, others: 0 });
    if (i >= top) all.get(community).others += 1;
    return all;
  }, new Map());
}

// Open a community, or close the one that is open, and go where it is
function openGroup(group) {
  state.group = state.group === group ? null : group;
  hover(null);
  changed('all');
  if (state.group === null) return;
  fit(i => actors[i].community === group);
  touched = true;
}
