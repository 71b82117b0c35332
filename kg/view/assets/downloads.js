// What can be taken along: the picture as SVG and PNG, what is in sight as Turtle, GraphML and CSV.
// Each format is written by code that escapes every text for that format.

const noControls = text => String(text).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]/g, ' ').replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd');
const xml = text => noControls(text).replace(/[&<>"']/g, c => `&#${c.charCodeAt(0)};`);
const turtleText = text => `"${noControls(text).replace(/[\\"]/g, c => `\\${c}`).replace(/\n/g, '\\n').replace(/\r/g, '\\r').replace(/\t/g, '\\t')}"`;
// Of an IRI every character that Turtle and XML forbid in one is written as the percent signs of its bytes
const iri = text => noControls(text).replace(/[\u0000-\u0020<>"{}|^`\\]/g, c => encodeURIComponent(c));
const isIri = text => /^[a-z][a-z0-9+.-]*:[^\s]*$/i.test(text);

function save(name, type, ...parts) {
  const link = el('a', { href: URL.createObjectURL(new Blob(parts, { type })), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

const inSight = () => ({
  nodes: actors.map((_, i) => i).filter(actorInSight),
  edges: ties.map((_, i) => i).filter(tieInSight),
});

// ------------------------------------------------------------------ the graph

function graphml() {
  const { nodes, edges } = inSight();
  const keys = [['label', 'node', 'string'], ['kind', 'node', 'string'], ['aliases', 'node', 'string'], ['iri', 'node', 'string'],
    ['x', 'node', 'double'], ['y', 'node', 'double'], ['relation', 'edge', 'string'], ['caption', 'edge', 'string'],
    ['weight', 'edge', 'double'], ['events', 'edge', 'int'], ['directed', 'edge', 'boolean'], ['dates', 'edge', 'string']];
  const data = (key, value) => `<data key="${key}">${xml(value)}</data>`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
    ...keys.map(([id, of, type]) => `  <key id="${id}" for="${of}" attr.name="${id}" attr.type="${type}"/>`),
    '  <graph edgedefault="directed">',
    ...nodes.map(i => {
      const a = actors[i], at = place(i);
      return `    <node id="n${i}">${data('label', a.name)}${data('kind', kinds[a.kind].label)}${data('aliases', a.aliases.join('; '))}${data('iri', a.id)}${data('x', at.x)}${data('y', at.y)}</node>`;
    }),
    ...edges.map(t => {
      const tie = ties[t], { label, directed } = relations[tie.relation];
      return `    <edge id="e${t}" source="n${tie.from}" target="n${tie.to}">${data('relation', label)}${data('caption', tie.caption)}${data('weight', tie.weight)}${data('events', tieEvents(tie).length)}${data('directed', directed)}${data('dates', tieDates(tie).join('; '))}</edge>`;
    }),
    '  </graph>',
    '</graphml>', ''].join('\n');
}

// Each tie is a statement about its two ends (rdf:Statement), with the articles that support it
function turtle() {
  const { nodes, edges } = inSight();
  const node = i => `<${iri(isIri(actors[i].id) ? actors[i].id : `urn:parley:${encodeURIComponent(actors[i].id)}`)}>`;
  const lines = [
    '@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .',
    '@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .',
    '@prefix skos: <http://www.w3.org/2004/02/skos/core#> .',
    '@prefix prov: <http://www.w3.org/ns/prov#> .',
    '@prefix schema: <https://schema.org/> .',
    '@prefix kg: <https://w3id.org/parley/ns#> .', ''];
  for (const i of nodes) {
    const a = actors[i];
    lines.push(`${node(i)} skos:prefLabel ${turtleText(a.name)} ;`,
      ...(a.aliases.length ? [`  skos:altLabel ${a.aliases.map(turtleText).join(' , ')} ;`] : []),
      `  schema:additionalType ${turtleText(kinds[a.kind].label)} .`);
  }
  lines.push('');
  for (const t of edges) {
    const tie = ties[t], { label } = relations[tie.relation];
    const articles = [...new Set(tieEvents(tie).flatMap(e => page.events[e].evidence.map(p => page.articles[page.evidence[p][0]][4])))].filter(isIri);
    const events = tieEvents(tie).map(e => page.events[e].id).filter(id => isIri(id) && !id.includes(' '));
    lines.push(`[] a rdf:Statement ; rdf:subject ${node(tie.from)} ; rdf:predicate <https://w3id.org/parley/display#${encodeURIComponent(label)}> ; rdf:object ${node(tie.to)} ;`,
      `  rdfs:label ${turtleText(tie.caption)} ;`,
      ...(events.length ? [`  prov:wasDerivedFrom ${events.map(id => `<${iri(id)}>`).join(' , ')} ;`] : []),
      ...(articles.length ? [`  prov:hadPrimarySource ${articles.map(id => `<${iri(id)}>`).join(' , ')} ;`] : []),
      `  schema:size ${tieEvents(tie).length} .`);
  }
  return `${lines.join('\n')}\n`;
}

// ------------------------------------------------------------------ the picture

const SANS = 'system-ui, Helvetica Neue, Noto Sans, Arial, sans-serif';

function svgText(x, y, text, { size, bold = false, fill: color, anchor = 'start', halo = '' }) {
  const outline = halo ? ` stroke="${halo}" stroke-width="4" stroke-linejoin="round" paint-order="stroke"` : '';
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" font-size="${size}" font-weight="${bold ? 700 : 500}" fill="${color}" text-anchor="${anchor}"${outline} dominant-baseline="central">${xml(text)}</text>`;
}

const iconAt = (icon, x, y) => `<g transform="translate(${x.toFixed(1)} ${y.toFixed(1)})">${[...icon.childNodes].map(part => new XMLSerializer().serializeToString(part)).join('')}</g>`;

function svgTie(t, scale, opacity) {
  const tie = ties[t], style = relations[tie.relation], color = shade(style.color), held = Boolean(edgeSet.get(t));
  const spot = i => network.canvasToDOM(nodeSet.get(i) ? network.getPosition(i) : place(i));
  const a = spot(tie.from), b = spot(tie.to), middle = held ? network.canvasToDOM(curvePoint(t, 0.5)) : { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
  const c = { x: 2 * middle.x - (a.x + b.x) / 2, y: 2 * middle.y - (a.y + b.y) / 2 };
  const angle = Math.atan2(b.y - c.y, b.x - c.x), r = radiusOf(tie.to) * scale + 2;
  const tip = { x: b.x - r * Math.cos(angle), y: b.y - r * Math.sin(angle) };
  const wing = turn => `${(tip.x - 7 * Math.cos(angle + turn)).toFixed(1)},${(tip.y - 7 * Math.sin(angle + turn)).toFixed(1)}`;
  const dashes = style.dashes.length ? ` stroke-dasharray="${style.dashes.map(Number).join(' ')}"` : '';
  const end = style.directed ? tip : b;
  return `<g opacity="${opacity}"><path d="M${a.x.toFixed(1)} ${a.y.toFixed(1)}Q${c.x.toFixed(1)} ${c.y.toFixed(1)} ${end.x.toFixed(1)} ${end.y.toFixed(1)}" fill="none" stroke="${color}" stroke-width="${Math.max(0.6, widthOf(tie) * Math.min(1, scale)).toFixed(2)}"${dashes}/>`
    + `${style.directed ? `<polygon points="${tip.x.toFixed(1)},${tip.y.toFixed(1)} ${wing(0.4)} ${wing(-0.4)}" fill="${color}"/>` : ''}</g>`;
}

// The picture as it stands in the window, with its title above and its legend below
function pictureSvg() {
  const w = container.clientWidth, h = container.clientHeight, scale = network.getScale(), lit = focus();
  const paper = css('--page'), ink = css('--ink'), soft = css('--soft');
  const { nodes, edges } = inSight();
  const spot = i => network.canvasToDOM(nodeSet.get(i) ? network.getPosition(i) : place(i));
  const inside = ({ x, y }) => x > -40 && y > -40 && x < w + 40 && y < h + 40;
  const parts = [];
  for (const t of edges) if (inside(spot(ties[t].from)) || inside(spot(ties[t].to))) parts.push(svgTie(t, scale, lit && !lit.ties.has(t) ? 0.08 : relations[ties[t].relation].weight < 1 ? 0.5 : 0.8));
  for (const i of nodes) {
    const at = spot(i), size = (2 * radiusOf(i) * scale) / 0.84;
    if (inside(at)) parts.push(`<g opacity="${lit && !lit.actors.has(i) ? 0.18 : 1}">${iconAt(kindIcon(actors[i].kind, size), at.x - size / 2, at.y - size / 2)}</g>`);
  }
  for (const box of labelBoxes) {
    if ('tie' in box) parts.push(svgText((box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2, tieCaption(ties[box.tie]), { size: 11.5, fill: shade(relations[ties[box.tie].relation].color), anchor: 'middle', halo: paper }));
    else if (box.lines) {
      const x = box.align === 'center' ? box.x : box.align === 'left' ? box.x0 + 2 : box.x1 - 2;
      const anchor = { center: 'middle', left: 'start', right: 'end' }[box.align];
      const high = box.size * 1.16;
      box.lines.forEach((line, n) => parts.push(svgText(x, box.y - (high * box.lines.length) / 2 + high * (n + 0.5), line, { size: box.size, bold: box.bold, fill: ink, anchor, halo: paper })));
    }
  }
  const keys = [...new Set(nodes.map(i => actors[i].kind))].sort((a, b) => a - b).map(kind => [kindIcon(kind, 16), 20, kinds[kind].plural])
    .concat([...new Set(edges.map(t => ties[t].relation))].sort((a, b) => a - b).map(relation => [tieIcon(relation), 40, relations[relation].label]));
  const legend = [];
  let x = 20, y = 0;
  for (const [icon, room, label] of keys) {
    const wide = room + label.length * 7 + 22;
    if (x + wide > w - 10 && x > 20) { x = 20; y += 22; }
    legend.push(iconAt(icon, x, y + (room > 20 ? 2 : 0)), svgText(x + room, y + 8, label, { size: 12, fill: ink }));
    x += wide;
  }
  const head = 62, foot = y + 62, height = head + h + foot;
  const about = [viewNamed(state.view).label, state.span ? spanWords() : '', by('summary').textContent].filter(Boolean).join(' · ');
  return { w, h: height, text: `<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${height}" viewBox="0 0 ${w} ${height}" font-family="${SANS}" role="img"><title>${xml(document.title)}</title>`
    + `<rect width="${w}" height="${height}" fill="${paper}"/>`
    + `<clipPath id="frame"><rect width="${w}" height="${h}"/></clipPath>`
    + `<g transform="translate(0 ${head})" clip-path="url(#frame)">${parts.join('')}</g>`
    + svgText(20, 24, document.title, { size: 20, bold: true, fill: ink }) + svgText(20, 46, about, { size: 12, fill: soft })
    + `<g transform="translate(0 ${head + h + 12})">${legend.join('')}</g>${svgText(20, height - 16, texts.footer, { size: 11, fill: soft })}</svg>\n` };
}

function savePng() {
  const { w, h, text } = pictureSvg(), image = new Image(), ratio = 2;
  image.addEventListener('load', () => {
    const canvas = el('canvas', { width: w * ratio, height: h * ratio });
    canvas.getContext('2d').drawImage(image, 0, 0, w * ratio, h * ratio);
    canvas.toBlob(blob => save(`${texts.fileName}.png`, 'image/png', blob), 'image/png');
  });
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
}

const DOWNLOADS = {
  png: savePng,
  svg: () => save(`${texts.fileName}.svg`, 'image/svg+xml', pictureSvg().text),
  csv: () => download(),
  ttl: () => save(`${texts.fileName}.ttl`, 'text/turtle', turtle()),
  graphml: () => save(`${texts.fileName}.graphml`, 'application/xml', graphml()),
};

function startDownloads() {
  const menu = by('downloads');
  for (const [format, run] of Object.entries(DOWNLOADS)) {
    const needsPicture = format === 'png' || format === 'svg';
    by('downloads-list').append(el('button', { type: 'button', id: `save-${format}`, on: { click: () => {
      if (needsPicture && state.pane !== 'picture') { show('picture'); network.redraw(); }
      run();
      menu.open = false;
      menu.querySelector('summary').focus();
    } } }, texts.downloads[format]));
  }
  menu.addEventListener('keydown', event => {
    if (event.key === 'Escape' && menu.open) { event.stopPropagation(); menu.open = false; menu.querySelector('summary').focus(); }
  });
  document.addEventListener('pointerdown', event => { if (menu.open && !menu.contains(event.target)) menu.open = false; });
}
