// Names and captions: drawn at one size whatever the zoom, the most important first and none over another.

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

const MOST_CAPTIONED = 160;
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
  // the buttons of communities come first: names can give way, who is behind a button cannot
  if (!state.all && !local) for (const spot of spots) writeMore(ctx, spot, room, names, { paper, w, h });
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
  // among very many shapes captions would only add to the noise; they come with the zoom or a choice
  const crowded = spots.length >= MOST_CAPTIONED;
  if (!crowded || lit || hovered) writeCaptions(ctx, room, { lit, paper, scale, w, h, crowded });
  ctx.restore();
}

function writeName(ctx, spot, room, names, { paper, ink, w, h }) {
  const { i, at, r } = spot;
  const size = isThing(i) ? 11 : Math.round((w < 560 ? 10 : 12) + Math.min(4, (sizeOf(i) - 8) * 0.2));
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
    ...[0.3, -0.3].flatMap(part => [1, -1].map(down => [at.x + part * wide, at.y + down * (r + gap + tall / 2), 'center'])),
  ];
  const boxes = options.map(([x, y, align]) => ({ x, y, align, x0: x - wide / 2 - 2, x1: x + wide / 2 + 2, y0: y - tall / 2 - 1, y1: y + tall / 2 + 1 }));
  const inside = b => b.x0 > 0 && b.x1 < w && b.y0 > 0 && b.y1 < h;
  const box = boxes.find(b => inside(b) && room.free(b, spot.box))
    || (spot.leads ? boxes.find(b => inside(b) && names.free(b)) : null) || (spot.first ? boxes.find(inside) || boxes[0] : null);
  if (!box) return false;
  room.take(box);
  names.take(box);
  labelBoxes.push({ ...box, actor: i, lines, size, bold: spot.first || (!thing && sizeOf(i) > 18) });
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
