// The drawing: vis-network draws shapes and lines at the places computed beforehand; names and captions are drawn
// here, at one size whatever the zoom, the most important first and none over another.

const container = by('network');
const ranked = { degree: a => a.degree, betweenness: a => a.betweenness, statements: a => a.statements };
const nodeSet = new vis.DataSet();
const edgeSet = new vis.DataSet();
const network = new vis.Network(container, { nodes: nodeSet, edges: edgeSet }, options);
let stretch = { x: 1, y: 1, swap: false };
let boost = 1;           // how much larger shapes are drawn where the whole picture is far away
let touched = false;     // the reader has moved or zoomed the picture: leave it where it is
let hovered = null;
let cursor = null;       // the actor that the arrow keys stand on
let labelBoxes = [];
let moving = false;      // the picture is being dragged or zoomed: leave out what takes long to draw

// vis-network draws this many nodes and ties well; all further ones are the crowd, drawn here as dots and hair lines
const MOST_NODES = 1200, MOST_TIES = 4000;
let crowd = { nodes: [], cells: new Map(), lines: [], dots: [] };

const isThing = i => kinds[actors[i].kind].thing;

function sizeOf(i) {
  const view = viewNamed(state.view);
  const most = (view.most ||= {})[state.size] ||= actors.reduce((all, a) => Math.max(all, ranked[state.size](a)), 1e-9);
  // meetings and proposals stand back behind the actors
  return (isThing(i) ? 0.72 : 1) * (8 + 20 * Math.sqrt(Math.max(0, ranked[state.size](actors[i])) / most));
}

function widthOf(tie) {
  const { weight } = relations[tie.relation], count = Math.max(1, tieEvents(tie).length);
  return Math.min(6, (weight < 1 ? 1 : 1.7) + 0.9 * Math.min(1, weight / 2) * Math.log2(count));
}

// Those laid out with care part to make room for the crowd around them, and are drawn larger then
const apart = i => ((state.all || state.group !== null) && i < top ? viewNamed(state.view).spread : 1);
const radiusOf = i => sizeOf(i) * (i < top ? Math.max(boost, 0.45 * apart(i)) : 0.6);

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

function place(i) {
  const far = apart(i);
  const x = actors[i].x * far, y = actors[i].y * far;
  return stretch.swap ? { x: y * stretch.x, y: x * stretch.y } : { x: x * stretch.x, y: y * stretch.y };
}

function focus() {
  if (!state.chosen) return null;
  if ('tie' in state.chosen) {
    const tie = ties[state.chosen.tie];
    return { actors: new Set([tie.from, tie.to]), ties: new Set([state.chosen.tie]) };
  }
  const mine = tiesOf[state.chosen.actor].filter(tieInSight);
  return { actors: new Set([state.chosen.actor, ...mine.map(t => otherEnd(ties[t], state.chosen.actor))]), ties: new Set(mine) };
}

// Faded shapes are mixed with the paper, not see-through: lines must not show inside them
function faint(color, paper) {
  const parts = text => [1, 3, 5].map(at => parseInt(text.slice(at, at + 2), 16));
  const [a, b] = [parts(color), parts(paper)];
  return `rgb(${a.map((value, n) => Math.round(value * 0.18 + b[n] * 0.82)).join(',')})`;
}

const css = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function nodeRecord(i, lit) {
  const full = shade(kinds[actors[i].kind].color);
  const color = lit && !lit.actors.has(i) ? faint(full, css('--page')) : full;
  const marked = state.chosen && state.chosen.actor === i;
  const colors = { background: color, border: marked ? css('--ink') : css('--page') };
  return {
    id: i, shape: kinds[actors[i].kind].shape, size: radiusOf(i), ...place(i),
    borderWidth: marked ? 3.5 : 1.5, color: { ...colors, highlight: colors, hover: colors },
  };
}

function edgeRecord(i, lit, plain) {
  const tie = ties[i], style = relations[tie.relation], width = widthOf(tie);
  const faded = lit && !lit.ties.has(i);
  const strong = lit && lit.ties.has(i);
  const color = shade(style.color);
  // a swapped picture is mirrored, and so are its bends
  const clockwise = (tie.bend > 0) !== stretch.swap;
  return {
    id: i, from: tie.from, to: tie.to, arrows: style.directed && !plain ? 'to' : '',
    dashes: style.dashes.length && !plain ? style.dashes : false,
    smooth: tie.bend && !plain
      ? { enabled: true, type: clockwise ? 'curvedCW' : 'curvedCCW', roundness: Math.abs(tie.bend) }
      : { enabled: false, type: 'continuous', roundness: 0 },
    width: strong ? width + 0.8 : width,
    color: { color, highlight: color, hover: color, inherit: false, opacity: faded ? 0.07 : strong ? 1 : style.weight < 1 ? 0.5 : 0.8 },
  };
}

// Keep what vis-network holds equal to what is in sight
function refresh() {
  const lit = focus();
  const shown = actors.map((_, i) => i).filter(actorInSight);
  const edges = ties.map((_, i) => i).filter(tieInSight);
  const many = shown.length > MOST_NODES;
  // whoever is chosen and their neighbours are never part of the crowd, nor is anyone where there is room for all
  const led = many ? new Set([...shown.slice(0, MOST_NODES), ...shown.filter(i => lit?.actors.has(i)).slice(0, MOST_NODES)]) : null;
  const nodes = many ? shown.filter(i => led.has(i)) : shown;
  const among = many ? edges.filter(i => led.has(ties[i].from) && led.has(ties[i].to)) : edges;
  const drawn = among.length > MOST_TIES
    ? [...among].sort((a, b) => (lit ? lit.ties.has(b) - lit.ties.has(a) : 0) || ties[b].weight - ties[a].weight || a - b).slice(0, MOST_TIES)
    : among;
  gather(many ? shown.filter(i => !led.has(i)) : [], edges, drawn, Boolean(lit));
  // thousands of ties cannot be told apart; straight full lines are what a browser draws in reasonable time
  const plain = edges.length > 3000;
  sync(edgeSet, drawn, null, true);
  sync(nodeSet, nodes, i => nodeRecord(i, lit), false);
  sync(edgeSet, drawn, i => edgeRecord(i, lit, plain && !lit?.ties.has(i)), false);
  by('empty').hidden = edges.length > 0 || ties.length > 0;
}

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

function sync(set, wanted, record, removeOnly) {
  const keep = new Set(wanted);
  const gone = set.getIds().filter(id => !keep.has(id));
  if (gone.length) set.remove(gone);
  if (!removeOnly && wanted.length) set.update(wanted.map(record));
}

// Use the window's own proportions: a wide picture on a desk, a tall one on a phone
function arrange() {
  const shown = actors.map((_, i) => i).filter(actorInSight);
  if (!shown.length) return;
  const box = boxOf(shown.map(i => actors[i]));
  const room = usable();
  const swap = room.h > room.w * 1.15;
  const width = (swap ? box.height : box.width) || 1, height = (swap ? box.width : box.height) || 1;
  const factor = Math.min(1.4, Math.max(0.7, Math.sqrt((room.w / room.h) / (width / height))));
  stretch = { x: factor, y: 1 / factor, swap };
  const scale = Math.min(room.w / (width * factor), room.h / (height / factor));
  boost = Math.min(2.2, Math.max(1, 0.75 / scale));
}

// The window without the margin that names at the border need
function usable() {
  const { clientWidth: w, clientHeight: h } = container;
  return { w: Math.max(60, w - 2 * Math.min(80, w * 0.11)), h: Math.max(60, h - 2 * Math.min(46, h * 0.07)) };
}

function boxOf(points) {
  const xs = points.map(p => p.x), ys = points.map(p => p.y);
  const least = values => values.reduce((a, b) => Math.min(a, b), Infinity);
  const most = values => values.reduce((a, b) => Math.max(a, b), -Infinity);
  const [left, right, top, bottom] = [least(xs), most(xs), least(ys), most(ys)];
  return { left, top, width: right - left, height: bottom - top };
}

function fit(wanted = actorInSight) {
  network.setSize('100%', '100%');   // vis-network learns of a new size late, and would move the picture then
  const shown = actors.map((_, i) => i).filter(i => actorInSight(i) && wanted(i));
  if (!shown.length) return;
  const box = boxOf(shown.map(place));
  const room = usable();
  const scale = Math.min(room.w / (box.width || 1), room.h / (box.height || 1), 1.5);
  network.moveTo({ position: { x: box.left + box.width / 2, y: box.top + box.height / 2 }, scale: Math.max(scale, 0.02), animation: false });
  touched = false;
}

// Bring an actor out from under the panel and into sight
function bringToSight(i, closer) {
  if (!actorInSight(i)) return;
  const at = network.canvasToDOM(place(i));
  const { clientWidth: w, clientHeight: h } = container;
  const panel = by('panel');
  const phone = window.innerWidth <= 860;
  const room = { w: panel.hidden || phone ? w : w - panel.offsetWidth, h: panel.hidden || !phone ? h : Math.max(90, h - panel.offsetHeight) };
  const outside = at.x < 40 || at.y < 40 || at.x > room.w - 40 || at.y > room.h - 40;
  const scale = closer ? Math.max(network.getScale(), 0.85) : network.getScale();
  if (!outside && scale === network.getScale()) return;
  const p = place(i);
  network.moveTo({ position: { x: p.x + (w - room.w) / 2 / scale, y: p.y + (h - room.h) / 2 / scale }, scale, animation: false });
  touched = true;
}

// ------------------------------------------------------------------ names and captions

class Room {
  constructor() { this.cells = new Map(); }
  *keys(b) {
    for (let x = Math.floor(b.x0 / 80); x <= Math.floor(b.x1 / 80); x++)
      for (let y = Math.floor(b.y0 / 80); y <= Math.floor(b.y1 / 80); y++) yield `${x},${y}`;
  }
  free(b, own) {
    for (const key of this.keys(b))
      for (const o of this.cells.get(key) || [])
        if (o !== own && b.x0 < o.x1 && o.x0 < b.x1 && b.y0 < o.y1 && o.y0 < b.y1) return false;
    return true;
  }
  take(b) {
    for (const key of this.keys(b)) {
      if (!this.cells.has(key)) this.cells.set(key, []);
      this.cells.get(key).push(b);
    }
  }
}

// A name on lines of about so many letters, clipped after the last that is allowed
function wrapped(name, length, most) {
  const lines = [''];
  for (const word of name.split(' ')) {
    const line = lines.at(-1) ? `${lines.at(-1)} ${word}` : word;
    if (line.length <= length || !lines.at(-1)) lines[lines.length - 1] = line;
    else if (lines.length < most) lines.push(word);
    else { lines[most - 1] = `${lines[most - 1].slice(0, length + 3)} …`; break; }
  }
  const widest = length + 12;
  return lines.map(line => (line.length > widest ? `${line.slice(0, widest - 1)}…` : line));
}

// What stands under the name of a meeting or proposal: when it was, and that it was not held
function noteOf(i) {
  const { date, status } = actors[i];
  const note = [date ? showDate(date) : '', status].filter(Boolean).join(', ');
  return note ? [note] : [];
}

const FONT = 'system-ui, -apple-system, "Segoe UI", "Helvetica Neue", "Noto Sans", Arial, sans-serif';

function drawTexts(ctx) {
  const ratio = ctx.canvas.width / Math.max(1, ctx.canvas.clientWidth);
  const w = ctx.canvas.clientWidth, h = ctx.canvas.clientHeight;
  const scale = network.getScale(), lit = focus(), room = new Room(), names = new Room();
  const paper = css('--page'), ink = css('--ink');
  labelBoxes = [];
  // nothing is written under the buttons that stand on the picture
  const frame = container.getBoundingClientRect();
  for (const over of container.parentElement.querySelectorAll('.zoom, #more')) {
    const { left, top: high, width, height } = over.getBoundingClientRect();
    const box = { x0: left - frame.left, y0: high - frame.top, x1: left - frame.left + width, y1: high - frame.top + height };
    if (width) { room.take(box); names.take(box); }
  }
  ctx.save();
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  ctx.lineJoin = 'round';
  ctx.textBaseline = 'middle';
  const spots = [];
  for (const i of nodeSet.getIds()) {
    const at = network.canvasToDOM(network.getPosition(i));
    const r = radiusOf(i) * scale;
    if (at.x < -r - 80 || at.y < -r - 40 || at.x > w + r + 80 || at.y > h + r + 40) continue;
    const box = { x0: at.x - r, y0: at.y - r, x1: at.x + r, y1: at.y + r };
    room.take(box);
    spots.push({ i, at, r, box, lit: !lit || lit.actors.has(i), first: state.chosen?.actor === i || hovered?.actor === i || cursor === i });
  }
  spots.sort((a, b) => b.first - a.first || b.lit - a.lit || sizeOf(b.i) - sizeOf(a.i) || a.i - b.i);
  let written = 0;
  spots.forEach((spot, rank) => { spot.leads = spot.lit && rank < 16; });
  for (const spot of spots.slice(0, 1200)) {
    if (written > 500) break;
    if (lit && !spot.lit && spots.length > 60) continue;
    if (writeName(ctx, spot, room, names, { paper, ink, scale, w, h })) written += 1;
    if (cursor === spot.i && document.activeElement === container) {
      ctx.strokeStyle = css('--accent'); ctx.lineWidth = 3;
      ctx.beginPath(); ctx.arc(spot.at.x, spot.at.y, spot.r + 6, 0, 7); ctx.stroke();
    }
  }
  if (!state.all) for (const spot of spots) writeMore(ctx, spot, room, names, { paper, w, h });
  // among very many shapes captions would only add to the noise; they come with the zoom or a choice
  if (spots.length < 400 || lit || hovered) writeCaptions(ctx, room, { lit, paper, scale, w, h, crowded: spots.length >= 400 });
  ctx.restore();
}

function writeName(ctx, spot, room, names, { paper, ink, w, h }) {
  const { i, at, r } = spot;
  const size = isThing(i) ? 11 : Math.round((w < 560 ? 10.5 : 12) + Math.min(4, (sizeOf(i) - 8) * 0.2));
  const phone = w < 560, thing = isThing(i);
  ctx.font = `${spot.first || (!thing && sizeOf(i) > 18) ? 700 : 500} ${size}px ${FONT}`;
  const lines = [...wrapped(actors[i].name, phone ? 12 : thing ? 24 : 18, thing && !phone ? 3 : 2), ...(phone ? [] : noteOf(i))];
  const high = size * 1.16;
  const wide = Math.max(...lines.map(line => ctx.measureText(line).width)), tall = high * lines.length;
  const gap = 4;
  const options = [
    [at.x, at.y + r + gap + tall / 2, 'center'], [at.x, at.y - r - gap - tall / 2, 'center'],
    [at.x + r + gap + wide / 2 + 1, at.y, 'left'], [at.x - r - gap - wide / 2 - 1, at.y, 'right'],
    [at.x + r * 0.7 + wide / 2 + 2, at.y + r * 0.7 + tall / 2, 'left'], [at.x - r * 0.7 - wide / 2 - 2, at.y + r * 0.7 + tall / 2, 'right'],
    [at.x + r * 0.7 + wide / 2 + 2, at.y - r * 0.7 - tall / 2, 'left'], [at.x - r * 0.7 - wide / 2 - 2, at.y - r * 0.7 - tall / 2, 'right'],
  ];
  const boxes = options.map(([x, y, align]) => ({ x, y, align, x0: x - wide / 2 - 2, x1: x + wide / 2 + 2, y0: y - tall / 2 - 1, y1: y + tall / 2 + 1 }));
  const inside = b => b.x0 > 0 && b.x1 < w && b.y0 > 0 && b.y1 < h;
  const box = boxes.find(b => inside(b) && room.free(b, spot.box))
    || (spot.leads ? boxes.find(b => inside(b) && names.free(b)) : null) || (spot.first ? boxes.find(inside) || boxes[0] : null);
  if (!box) return false;
  room.take(box);
  names.take(box);
  labelBoxes.push({ ...box, actor: i });
  const x = box.align === 'center' ? box.x : box.align === 'left' ? box.x0 + 2 : box.x1 - 2;
  ctx.globalAlpha = spot.lit ? 1 : 0.35;
  ctx.textAlign = box.align;
  lines.forEach((line, n) => {
    const y = box.y - tall / 2 + high * (n + 0.5);
    ctx.strokeStyle = paper; ctx.lineWidth = 4; ctx.strokeText(line, x, y);
    ctx.fillStyle = ink; ctx.fillText(line, x, y);
  });
  ctx.globalAlpha = 1;
  return true;
}

// Beside who leads a community: how many more belong to it, as a button that shows or hides them
function writeMore(ctx, { i, at, r, lit }, room, names, { paper, w, h }) {
  const group = groups().get(actors[i].community);
  if (!lit || group?.leader !== i || !group.others) return;
  const text = state.group === actors[i].community ? '−' : `+${group.others.toLocaleString(texts.lang)}`;
  ctx.font = `600 11px ${FONT}`;
  const wide = ctx.measureText(text).width + 12;
  const boxes = [[1, -1], [-1, -1], [1, 1], [-1, 1]].map(([right, down]) => {
    const x = at.x + right * (r * 0.75 + wide / 2), y = at.y + down * (r * 0.75 + 5);
    return { x, y, x0: x - wide / 2, x1: x + wide / 2, y0: y - 9, y1: y + 9 };
  }).filter(box => box.x0 > 0 && box.x1 < w && box.y0 > 0 && box.y1 < h);
  const open = state.group === actors[i].community;
  const box = boxes.find(b => room.free(b)) || boxes.find(b => names.free(b)) || (open ? boxes[0] : null);
  if (!box) return;
  room.take(box);
  names.take(box);
  labelBoxes.push({ ...box, group: actors[i].community });
  ctx.textAlign = 'center';
  ctx.fillStyle = css('--accent');
  ctx.beginPath(); ctx.roundRect(box.x0, box.y0, wide, 18, 9); ctx.fill();
  ctx.fillStyle = paper; ctx.fillText(text, box.x, box.y + 0.5);
}

function curvePoint(i, t) {
  const edge = network.body?.edges?.[i];
  if (edge?.edgeType?.getPoint) return edge.edgeType.getPoint(t);
  const a = network.getPosition(ties[i].from), b = network.getPosition(ties[i].to);
  return { x: a.x + (b.x - a.x) * t, y: a.y + (b.y - a.y) * t };
}

function writeCaptions(ctx, room, { lit, paper, scale, w, h, crowded }) {
  const first = i => Number(hovered?.tie === i || state.chosen?.tie === i);
  const quiet = i => relations[ties[i].relation].quiet && !lit && scale < 1.6;
  const wanted = edgeSet.getIds().filter(i => first(i) || (lit ? lit.ties.has(i) : !quiet(i) && !crowded));
  wanted.sort((a, b) => first(b) - first(a) || ties[b].weight - ties[a].weight || a - b);
  ctx.textAlign = 'center';
  let written = 0;
  for (const i of wanted.slice(0, 1500)) {
    if (written > 260) break;
    const a = network.canvasToDOM(network.getPosition(ties[i].from)), b = network.canvasToDOM(network.getPosition(ties[i].to));
    if (Math.max(a.x, b.x) < 0 || Math.max(a.y, b.y) < 0 || Math.min(a.x, b.x) > w || Math.min(a.y, b.y) > h) continue;
    ctx.font = `${first(i) ? 700 : 500} 11.5px ${FONT}`;
    const text = tieCaption(ties[i]), wide = ctx.measureText(text).width;
    if (!first(i) && Math.hypot(a.x - b.x, a.y - b.y) < 46) continue;
    for (const t of [0.5, 0.43, 0.57, 0.36, 0.64, 0.29, 0.71]) {
      const p = network.canvasToDOM(curvePoint(i, t));
      const box = { x0: p.x - wide / 2 - 3, x1: p.x + wide / 2 + 3, y0: p.y - 8, y1: p.y + 8 };
      const last = first(i) && t === 0.71;
      if (!last && (!room.free(box) || box.x0 < 0 || box.x1 > w || box.y0 < 0 || box.y1 > h)) continue;
      room.take(box);
      labelBoxes.push({ ...box, tie: i });
      ctx.globalAlpha = 0.86; ctx.fillStyle = paper; ctx.fillRect(box.x0, box.y0, box.x1 - box.x0, box.y1 - box.y0); ctx.globalAlpha = 1;
      ctx.fillStyle = shade(relations[ties[i].relation].color); ctx.fillText(text, p.x, p.y);
      written += 1;
      break;
    }
  }
}

// ------------------------------------------------------------------ pointer

function under(pointer) {
  const more = labelBoxes.find(b => 'group' in b && pointer.x > b.x0 && pointer.x < b.x1 && pointer.y > b.y0 && pointer.y < b.y1);
  if (more) return { group: more.group };
  const node = network.getNodeAt(pointer);
  if (node !== undefined) return { actor: node };
  const one = crowdAt(pointer);
  if (one !== undefined) return { actor: one };
  const box = labelBoxes.find(b => pointer.x > b.x0 && pointer.x < b.x1 && pointer.y > b.y0 && pointer.y < b.y1);
  if (box) return 'actor' in box ? { actor: box.actor } : { tie: box.tie };
  const edge = network.getEdgeAt(pointer);
  return edge === undefined ? null : { tie: edge };
}

function hover(thing, at) {
  const same = thing?.actor === hovered?.actor && thing?.tie === hovered?.tie && thing?.group === hovered?.group;
  hovered = thing;
  const tip = by('tip');
  tip.hidden = !thing;
  container.style.cursor = thing ? 'pointer' : '';
  if (thing) {
    const tie = ties[thing.tie];
    const group = groups().get(thing.group);
    tip.textContent = group
      ? fill(state.group === thing.group ? texts.groupLess : texts.groupMore, { n: group.others.toLocaleString(texts.lang), name: actors[group.leader].name })
      : tie
      ? tieWords(tie).whole
      : `${actors[thing.actor].name}, ${kinds[actors[thing.actor].kind].label}`;
    const x = Math.min(at.x + 14, container.clientWidth - tip.offsetWidth - 6);
    tip.style.left = `${Math.max(4, x)}px`;
    tip.style.top = `${at.y + 18 + tip.offsetHeight > container.clientHeight ? at.y - tip.offsetHeight - 8 : at.y + 18}px`;
  }
  if (!same) network.redraw();
}

function zoom(factor) {
  network.moveTo({ scale: Math.min(6, Math.max(0.02, network.getScale() * factor)), animation: false });
  touched = true;
}

function startPicture() {
  network.setSize('100%', '100%');
  arrange();
  refresh();
  fit();
  network.on('beforeDrawing', drawCrowd);
  network.on('afterDrawing', drawTexts);
  network.on('dragStart', () => { moving = true; });
  network.on('zoom', () => {
    moving = true;
    clearTimeout(startPicture.rest);
    startPicture.rest = setTimeout(() => { moving = false; network.redraw(); }, 250);
  });
  network.on('click', params => {
    const thing = under(params.pointer.DOM);
    if (thing && 'group' in thing) openGroup(thing.group); else choose(thing);
  });
  network.on('zoom', () => { touched = true; });
  network.on('dragEnd', params => {
    moving = false;
    touched = true;
    for (const i of params.nodes) {
      const at = network.getPosition(i);
      const x = at.x / stretch.x / apart(i), y = at.y / stretch.y / apart(i);
      Object.assign(actors[i], stretch.swap ? { x: y, y: x } : { x, y });
    }
  });
  container.addEventListener('pointermove', event => {
    if (event.pointerType === 'touch' || event.buttons) return;
    const frame = container.getBoundingClientRect();
    const at = { x: event.clientX - frame.left, y: event.clientY - frame.top };
    hover(under(at), at);
  });
  container.addEventListener('pointerleave', () => hover(null));
  container.addEventListener('focus', () => network.redraw());
  container.addEventListener('blur', () => { cursor = null; network.redraw(); });
  let width = container.clientWidth, height = container.clientHeight;
  new ResizeObserver(() => {
    const { clientWidth: w, clientHeight: h } = container;
    if (!w || !h || (w === width && h === height)) return;
    const turned = Math.abs(Math.log((w / h) / (width / height))) > 0.15;
    [width, height] = [w, h];
    network.setSize('100%', '100%');
    if (turned && !touched) { arrange(); refresh(); }
    if (!touched) fit(); else network.redraw();
    if (state.chosen && !by('panel').hidden) bringToSight(state.chosen.actor ?? ties[state.chosen.tie].to, false);
  }).observe(container);
  by('zoom-in').addEventListener('click', () => zoom(1.3));
  by('zoom-out').addEventListener('click', () => zoom(1 / 1.3));
  by('zoom-fit').addEventListener('click', () => fit());
  dark.addEventListener('change', () => changed('scheme'));
  whenChanged(what => {
    if (what === 'all' || what === 'view') { arrange(); refresh(); fit(); } else refresh();
    network.redraw();
  });
}

// Before another view comes: nothing may be drawn with the places of the last one
function clearPicture() {
  edgeSet.clear();
  nodeSet.clear();
  crowd = { nodes: [], cells: new Map(), lines: [], dots: [] };
  labelBoxes = [];
  cursor = null;
  state.group = null;
  hover(null);
}

function step(direction) {
  const shown = actors.map((_, i) => i).filter(actorInSight);
  if (!shown.length) return;
  const at = shown.indexOf(cursor ?? state.chosen?.actor ?? -1);
  cursor = shown[(at + direction + shown.length) % shown.length];
  bringToSight(cursor, false);
  network.redraw();
  say(`${actors[cursor].name}, ${kinds[actors[cursor].kind].label}, ${actors[cursor].degree} ${texts.partners}`);
}

function pictureKeys(event) {
  const keys = {
    ArrowRight: () => step(1), ArrowDown: () => step(1), ArrowLeft: () => step(-1), ArrowUp: () => step(-1),
    Enter: () => cursor !== null && choose({ actor: cursor }), ' ': () => cursor !== null && choose({ actor: cursor }),
    '+': () => zoom(1.3), '=': () => zoom(1.3), '-': () => zoom(1 / 1.3), '0': () => fit(),
  };
  if (!(event.key in keys) || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  keys[event.key]();
}
