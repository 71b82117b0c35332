// The panel: everything about one node, tie, event or way between two nodes, each thing with the sentences that
// support it. What has no evidence is not shown.

let opener = null;

// One piece of evidence as plain text: “sentence” – title, publisher, date, address
function citation(place) {
  const [articlePlace, sentencePlace] = page.evidence[place];
  const [title, publisher, published, url] = page.articles[articlePlace];
  return `“${page.sentences[sentencePlace]}” – ${[title, publisher, published ? showDate(published) : '', webAddress(url) || ''].filter(Boolean).join(', ')}`;
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // pages opened from disk may not have the clipboard; a marked text can still be copied
    const area = el('textarea', { 'aria-hidden': 'true', class: 'hidden' });
    area.value = text;
    by('panel').append(area);
    const before = document.activeElement;
    area.select();
    document.execCommand('copy');
    area.remove();
    before?.focus();
  }
  say(texts.copied);
}

function copyButton(place) {
  const button = el('button', { type: 'button', class: 'copy', 'aria-label': texts.copyLong }, texts.copy);
  button.addEventListener('click', async () => {
    await copy(citation(place));
    button.textContent = texts.copied;
    setTimeout(() => { button.textContent = texts.copy; }, 1600);
  });
  return button;
}

function proof(place) {
  const [articlePlace, sentencePlace, at, part] = page.evidence[place];
  const [title, publisher, published, url] = page.articles[articlePlace];
  const sentence = page.sentences[sentencePlace];
  const quote = at < 0
    ? [sentence, ' ', el('mark', {}, part)]
    : [sentence.slice(0, at), el('mark', { title: texts.quote }, sentence.slice(at, at + part)), sentence.slice(at + part)];
  const address = webAddress(url);
  const source = address
    ? el('a', { href: address, target: '_blank', rel: 'noopener noreferrer', title: texts.read }, title)
    : el('span', { class: 'source' }, title);
  const about = [publisher, published ? showDate(published) : texts.undated].filter(Boolean).join(', ');
  return el('figure', { class: 'proof' }, el('blockquote', { dir: 'auto' }, ...quote), el('figcaption', {}, source, ` – ${about}`), copyButton(place));
}

// Where articles disagree: what each says, side by side
function disagreements(e) {
  const shown = claim => (/^\d{4}(-\d\d){0,2}$/.test(claim) ? showDate(claim) : claim);
  return page.events[e].contradicts.map(([aspect, claims, sides]) => el('section', { class: 'disagree', 'aria-label': texts.disagree },
    el('h4', { dir: 'auto' }, fill(texts.disagreeIn, { aspect, claims: claims.map(shown).join(' / ') })),
    el('div', { class: 'sides' }, ...sides.map(evidence => el('div', {}, ...evidence.map(proof))))));
}

function eventCard(e, heading, { linked = true } = {}) {
  const event = page.events[e];
  if (!event.evidence.length) return null;
  const shown = event.details.filter(([, value]) => value !== event.caption && value !== heading);
  const details = shown.flatMap(([label, value]) => [el('dt', {}, label), el('dd', { dir: 'auto' }, /^\d{4}(-\d\d){0,2}$/.test(value) ? showDate(value) : value)]);
  const words = event.caption || heading;
  const title = linked && event.kind >= 0 ? el('button', { type: 'button', class: 'chip', on: { click: () => choose({ event: e }) } }, words) : words;
  return el('article', { class: 'event' },
    linked ? el('h4', { dir: 'auto' }, title) : null,
    details.length ? el('dl', {}, ...details) : null,
    ...disagreements(e),
    ...event.evidence.map(proof));
}

const actorLink = i => el('button', { type: 'button', class: 'chip', dir: 'auto', on: { click: () => choose({ actor: i }) } }, actors[i].name);

function tieRow(i, actor) {
  const tie = ties[i], other = el('b', {}, actors[otherEnd(tie, actor)].name), { label, more } = tieWords(tie);
  const backwards = relations[tie.relation].directed && tie.to === actor;
  const words = backwards ? [other, el('i', {}, ` ${label} ${actors[actor].name}${more}`)] : [el('i', {}, `${label} `), other, el('i', {}, more)];
  return el('li', {}, el('button', { type: 'button', class: 'row', on: { click: () => choose({ tie: i }) } },
    tieIcon(tie.relation, 34, backwards),
    el('span', { class: 'what' }, ...words),
    el('span', { class: 'when' }, tieDates(tie).length ? showDate(tieDates(tie)[0]) : '')));
}

// What can be done with a node: steps around it, alone in sight, pinned, hidden, a way from it to another
function nodeTools(i) {
  const { id } = actors[i];
  const button = (text, pressed, click, name) => el('button', { type: 'button', 'data-tool': name, 'aria-pressed': pressed === null ? null : String(pressed), on: { click } }, text);
  const steps = Array.from({ length: MOST_STEPS }, (_, n) => button(String(n + 1), state.steps === n + 1, () => setSteps(n + 1), `steps-${n + 1}`));
  const away = hiddenNeighbours(i).length;
  const box = el('input', { type: 'search', id: 'path-to', role: 'combobox', autocomplete: 'off', spellcheck: 'false', placeholder: texts.pathTo,
    'aria-label': texts.pathTo, 'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': 'path-suggestions' });
  const list = el('ul', { id: 'path-suggestions', role: 'listbox', 'aria-label': texts.pathTo, hidden: true, class: 'suggestions' });
  combobox({ box, list, prefix: 'path', taken: to => { if (to !== i) choose({ path: [i, to] }); } });
  return el('div', { class: 'node-tools' },
    el('div', { class: 'steps', role: 'group', 'aria-label': texts.stepsLong }, el('span', { 'aria-hidden': 'true' }, texts.steps), ...steps),
    button(texts.only, Boolean(state.focusSet), () => keepOnly(!state.focusSet), 'only'),
    button(texts.pin, state.pinned.has(id), () => pin(i), 'pin'),
    button(texts.hide, null, () => hideNode(i), 'hide'),
    away ? button(fill(texts.expand, { n: away }), null, () => expand(i), 'expand') : null,
    el('div', { class: 'finder' }, box, list));
}

function actorPanel(i) {
  const actor = actors[i], kind = kinds[actor.kind];
  const figure = (value, label, hint) => el('div', hint ? { title: hint } : {}, el('b', {}, value), el('span', {}, label));
  const mine = tiesOf[i].filter(tieInSight).sort((a, b) => ties[a].relation - ties[b].relation || ties[b].weight - ties[a].weight || a - b);
  const told = actor.events.filter(e => eventCounts(e) && page.events[e].evidence.length);
  const own = kind.thing && actor.date ? showDate(actor.date) : '';
  const parts = [
    el('p', { class: 'kicker' }, kindIcon(actor.kind), [kind.label, own, kind.thing ? actor.status : ''].filter(Boolean).join(', ')),
    el('h2', { id: 'panel-title', dir: 'auto' }, actor.name),
    actor.aliases.length ? el('p', { class: 'aliases', dir: 'auto' }, `${texts.aliases}: ${actor.aliases.join(', ')}`) : null,
    kind.thing ? null : el('div', { class: 'figures' }, figure(String(actor.degree), texts.partners),
      figure(`${(actor.betweenness * 100).toFixed(actor.betweenness >= 0.1 ? 0 : 1)} %`, texts.between, texts.betweenHint),
      figure(String(actor.statements), texts.statements)),
    nodeTools(i),
  ];
  if (mine.length) parts.push(el('h3', {}, `${texts.actorTies} (${mine.length})`), el('ul', {}, ...mine.map(t => tieRow(t, i))));
  if (told.length) parts.push(el('h3', {}, kind.thing ? texts.panel : texts.actorEvents), ...told.map(e => eventCard(e, texts.undated)));
  if (actor.evidence.length) parts.push(el('h3', {}, kind.thing ? texts.thingEvidence : texts.actorEvidence), ...actor.evidence.map(proof));
  return parts;
}

function tiePanel(i) {
  const tie = ties[i], n = tieEvents(tie).length;
  const about = [counted('events', n), showDates(tieDates(tie))].filter(Boolean).join(', ');
  return [
    el('p', { class: 'kicker' }, tieIcon(tie.relation), about),
    el('h2', { id: 'panel-title', dir: 'auto' }, actorLink(tie.from), el('i', {}, ` ${tieWords(tie).label} `), actorLink(tie.to), tie.caption === tieWords(tie).label ? null : el('i', {}, `: ${tie.caption}`)),
    el('h3', {}, texts.panel),
    ...tieEvents(tie).map(e => eventCard(e, tie.caption)),
  ];
}

function eventPanel(e) {
  const event = page.events[e], who = [...partsOf(e).actors].filter(i => !kinds[actors[i].kind].thing);
  const kind = event.kind < 0 ? '' : page.eventKinds[event.kind].label;
  return [
    el('p', { class: 'kicker' }, [kind, eventWhen(e)].filter(Boolean).join(', ')),
    el('h2', { id: 'panel-title', dir: 'auto' }, event.caption || kind),
    who.length ? el('p', { class: 'who' }, ...who.flatMap((i, n) => [n ? ', ' : null, actorLink(i)])) : null,
    el('h3', {}, texts.panel),
    eventCard(e, event.caption, { linked: false }),
  ];
}

function pathPanel([from, to]) {
  const way = shortestPath(from, to);
  const title = el('h2', { id: 'panel-title', dir: 'auto' }, actorLink(from), el('i', {}, ` ${texts.pathArrow} `), actorLink(to));
  if (!way) return [el('p', { class: 'kicker' }, texts.path), title, el('p', { class: 'aliases' }, texts.pathNone)];
  const parts = [el('p', { class: 'kicker' }, `${texts.path}: ${counted('steps', way.length - 1)}`), title];
  way.slice(1).forEach((node, n) => {
    const between = tiesBetween(way[n], node);
    parts.push(el('h3', { class: 'leg' }, `${n + 1}. ${actors[way[n]].name} – ${actors[node].name}`),
      el('ul', {}, ...between.map(t => tieRow(t, way[n]))),
      ...tieEvents(ties[between[0]]).slice(0, 1).map(e => eventCard(e, ties[between[0]].caption)));
  });
  return parts;
}

function panelParts(chosen) {
  if ('actor' in chosen) return actorPanel(chosen.actor);
  if ('tie' in chosen) return tiePanel(chosen.tie);
  return 'path' in chosen ? pathPanel(chosen.path) : eventPanel(chosen.event);
}

function showPanel({ keep = false } = {}) {
  const panel = by('panel'), body = by('panel-body');
  if (!state.chosen) {
    if (panel.hidden) return;
    const hadFocus = panel.contains(document.activeElement);
    panel.hidden = true;
    body.replaceChildren();
    if (hadFocus) (opener && document.contains(opener) && opener.offsetParent ? opener : container).focus({ preventScroll: true });
    opener = null;
    return;
  }
  if (panel.hidden) opener = document.activeElement === document.body ? container : document.activeElement;
  // after a tool was used its successor has the focus; what was merely updated takes none
  const tool = document.activeElement?.dataset?.tool, inside = panel.contains(document.activeElement);
  const at = panel.scrollTop;
  body.replaceChildren(...panelParts(state.chosen).filter(Boolean));
  panel.hidden = false;
  panel.setAttribute('aria-labelledby', 'panel-title');
  panel.scrollTop = keep ? at : 0;
  if (!keep) panel.focus({ preventScroll: true });
  else if (inside) (body.querySelector(`[data-tool="${tool}"]`) || panel).focus({ preventScroll: true });
  if ('actor' in state.chosen && !keep) {
    const { actor } = state.chosen;
    say(fill(texts.chosen, { name: actors[actor].name, ties: counted('ties', tiesOf[actor].filter(tieInSight).length) }));
  }
}

const sameChoice = (a, b) => JSON.stringify(a) === JSON.stringify(b);

// Choose { actor }, { tie }, { event }, { path: [from, to] } or nothing (null); the address follows
function choose(thing, { closer = false, silent = false } = {}) {
  hover(null);
  if (!thing && !state.chosen) return;
  if (thing && state.pane === 'affairs') show('picture');
  if (!silent && !sameChoice(thing, state.chosen)) remember({ quiet: true });
  state.chosen = thing;
  if (thing?.actor === undefined || by('search').value !== actors[thing.actor].name) by('search').value = '';
  const wanted = !thing ? [] : 'actor' in thing ? [thing.actor] : thing.path || [];
  if (wanted.some(i => !actorInSight(i))) {
    for (const i of wanted) bringBack(i);
    fillLegend();
    changed('all');
  }
  showPanel();
  changed('chosen');
  const anchor = anchorOf(thing);
  if (anchor !== undefined && state.pane === 'picture') bringToSight(anchor, closer);
  if (!silent) remember();
}

// Someone who was asked for by name is shown, whatever kept them out of sight
function bringBack(i) {
  const { id, kind } = actors[i];
  state.hiddenKinds.delete(kind);
  state.hidden.delete(id);
  state.focusSet?.add(id);
  if (!hasName(i)) state.extra.add(id);
  if (state.affair !== null && !inAffair(i)) leaveAffair();
  if (!leads(i)) state.all = true;
  if (!actorInSight(i) && state.span) { state.span = null; takeSpan(); }
}
