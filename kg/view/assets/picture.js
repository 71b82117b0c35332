// The drawing: vis-network draws shapes and lines at the places computed beforehand.

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

const isThing = i => kinds[actors[i].kind].thing;

// In an affair partners are counted within it
const rankOf = i => (local && state.size === 'degree' ? partnersHere(i) : ranked[state.size](actors[i]));

function sizeOf(i) {
  const view = viewNamed(state.view);
  const most = local
    ? [...local.keys()].reduce((all, one) => Math.max(all, rankOf(one)), 1e-9)
    : (view.most ||= {})[state.size] ||= actors.reduce((all, a) => Math.max(all, ranked[state.size](a)), 1e-9);
  // meetings and proposals stand back behind the actors
  return (isThing(i) ? 0.72 : 1) * (8 + 20 * Math.sqrt(Math.max(0, rankOf(i)) / most));
}

function widthOf(tie) {
  const { weight } = relations[tie.relation], count = Math.max(1, tieEvents(tie).length);
  return Math.min(6, (weight < 1 ? 1 : 1.7) + 0.9 * Math.min(1, weight / 2) * Math.log2(count));
}

// Those laid out with care part to make room for the crowd around them, and are drawn larger then
const apart = i => (!local && (state.all || state.group !== null) && i < top ? viewNamed(state.view).spread : 1);
const radiusOf = i => sizeOf(i) * (i < top || local ? Math.max(boost, 0.45 * apart(i)) : 0.6);

// The crowd stands around its hosts, whether these have parted or not
function shift(i) {
  const { host } = actors[i], { spread } = viewNamed(state.view);
  if (local || i < top || host === undefined || state.all || state.group !== null) return { x: 0, y: 0 };
  return { x: actors[host].x * (1 - spread), y: actors[host].y * (1 - spread) };
}

function place(i) {
  const far = apart(i), moved = shift(i);
  const own = local?.get(i) || actors[i], x = own.x * far + moved.x, y = own.y * far + moved.y;
  return stretch.swap ? { x: y * stretch.x, y: x * stretch.y } : { x: x * stretch.x, y: y * stretch.y };
}

const focus = () => litParts();

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
  const marked = state.chosen?.actor === i, pinned = state.pinned.has(actors[i].id);
  const colors = { background: color, border: marked ? css('--ink') : pinned ? css('--accent') : css('--page') };
  return {
    id: i, shape: kinds[actors[i].kind].shape, size: radiusOf(i), ...place(i),
    borderWidth: marked || pinned ? 3.5 : 1.5, fixed: pinned, color: { ...colors, highlight: colors, hover: colors },
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

function sync(set, wanted, record, removeOnly) {
  const keep = new Set(wanted);
  const gone = set.getIds().filter(id => !keep.has(id));
  if (gone.length) set.remove(gone);
  if (!removeOnly && wanted.length) set.update(wanted.map(record));
}

// Use the window's own proportions: a wide picture on a desk, a tall one on a phone
function arrange() {
  findPlaces();
  const shown = actors.map((_, i) => i).filter(actorInSight);
  if (!shown.length) return;
  const box = boxOf(shown.map(i => local?.get(i) || actors[i]));
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
  if (i === undefined || !actorInSight(i)) return;
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

// Nodes that were moved by hand or by springs stay where they are now
function keepPlaces(nodes) {
  for (const i of nodes) {
    const at = network.getPosition(i);
    const moved = shift(i), x = at.x / stretch.x, y = at.y / stretch.y;
    const point = stretch.swap ? { x: y, y: x } : { x, y };
    Object.assign(local?.get(i) || actors[i], { x: (point.x - moved.x) / apart(i), y: (point.y - moved.y) / apart(i) });
  }
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
    keepPlaces(params.nodes);
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
    if (state.chosen && !by('panel').hidden) bringToSight(anchorOf(state.chosen), false);
  }).observe(container);
  by('zoom-in').addEventListener('click', () => zoom(1.3));
  by('zoom-out').addEventListener('click', () => zoom(1 / 1.3));
  by('zoom-fit').addEventListener('click', () => fit());
  dark.addEventListener('change', () => changed('scheme'));
  whenChanged(what => {
    if (what === 'settled' || what === 'pane') return;
    if (what === 'all' || what === 'view' || what === 'affair') { arrange(); refresh(); fit(); } else refresh();
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
