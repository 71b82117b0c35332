// The panel: everything about one actor or one tie, each thing with the sentences that support it.

let opener = null;

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
  return el('figure', { class: 'proof' }, el('blockquote', { dir: 'auto' }, ...quote), el('figcaption', {}, source, ` – ${about}`));
}

function eventCard(place, heading) {
  const event = page.events[place];
  const shown = event.details.filter(([, value]) => value !== event.caption && value !== heading);
  const details = shown.flatMap(([label, value]) => [el('dt', {}, label), el('dd', { dir: 'auto' }, /^\d{4}(-\d\d){0,2}$/.test(value) ? showDate(value) : value)]);
  return el('article', { class: 'event' },
    el('h4', { dir: 'auto' }, event.caption || heading),
    details.length ? el('dl', {}, ...details) : null,
    ...event.evidence.map(proof));
}

const actorLink = i => el('button', { type: 'button', class: 'chip', on: { click: () => choose({ actor: i }) } }, actors[i].name);

function tieRow(i, actor) {
  const tie = ties[i], other = el('b', {}, actors[otherEnd(tie, actor)].name), { label, more } = tieWords(tie);
  const backwards = relations[tie.relation].directed && tie.to === actor;
  const words = backwards ? [other, el('i', {}, ` ${label} ${actors[actor].name}${more}`)] : [el('i', {}, `${label} `), other, el('i', {}, more)];
  return el('li', {}, el('button', { type: 'button', class: 'row', on: { click: () => choose({ tie: i }) } },
    tieIcon(tie.relation, 34, backwards),
    el('span', { class: 'what' }, ...words),
    el('span', { class: 'when' }, tieDates(tie).length ? showDate(tieDates(tie)[0]) : '')));
}

function actorPanel(i) {
  const actor = actors[i];
  const figure = (value, label, hint) => el('div', hint ? { title: hint } : {}, el('b', {}, value), el('span', {}, label));
  const mine = tiesOf[i].filter(tieInSight).sort((a, b) => ties[a].relation - ties[b].relation || ties[b].weight - ties[a].weight || a - b);
  const parts = [
    el('p', { class: 'kicker' }, kindIcon(actor.kind), kinds[actor.kind].label),
    el('h2', { id: 'panel-title', dir: 'auto' }, actor.name),
    actor.aliases.length ? el('p', { class: 'aliases' }, `${texts.aliases}: ${actor.aliases.join(', ')}`) : null,
    el('div', { class: 'figures' }, figure(String(actor.degree), texts.partners),
      figure(`${(actor.betweenness * 100).toFixed(actor.betweenness >= 0.1 ? 0 : 1)} %`, texts.between, texts.betweenHint),
      figure(String(actor.statements), texts.statements)),
  ];
  if (mine.length) parts.push(el('h3', {}, `${texts.actorTies} (${mine.length})`), el('ul', {}, ...mine.map(t => tieRow(t, i))));
  if (actor.events.length) parts.push(el('h3', {}, texts.actorEvents), ...actor.events.map(e => eventCard(e, texts.undated)));
  if (actor.evidence.length) parts.push(el('h3', {}, texts.actorEvidence), ...actor.evidence.map(proof));
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

function showPanel() {
  const panel = by('panel'), body = by('panel-body');
  if (!state.chosen) {
    if (panel.hidden) return;
    const hadFocus = panel.contains(document.activeElement);
    panel.hidden = true;
    body.replaceChildren();
    if (hadFocus) (opener && document.contains(opener) ? opener : container).focus({ preventScroll: true });
    opener = null;
    return;
  }
  if (panel.hidden) opener = document.activeElement === document.body ? container : document.activeElement;
  const parts = 'actor' in state.chosen ? actorPanel(state.chosen.actor) : tiePanel(state.chosen.tie);
  body.replaceChildren(...parts.filter(Boolean));
  panel.hidden = false;
  panel.setAttribute('aria-labelledby', 'panel-title');
  panel.scrollTop = 0;
  panel.focus({ preventScroll: true });
  if ('actor' in state.chosen) {
    const { actor } = state.chosen;
    say(fill(texts.chosen, { name: actors[actor].name, ties: counted('ties', tiesOf[actor].filter(tieInSight).length) }));
  }
}

// Choose an actor ({ actor }), a tie ({ tie }) or nothing (null); the address follows, so that a link restores it
function choose(thing, { closer = false, silent = false } = {}) {
  hover(null);
  const same = thing?.actor === state.chosen?.actor && thing?.tie === state.chosen?.tie;
  if (same && !thing) return;
  state.chosen = thing;
  if (thing?.actor === undefined || by('search').value !== actors[thing.actor].name) by('search').value = '';
  if (thing && 'actor' in thing && !actorInSight(thing.actor)) {
    state.hiddenKinds.delete(actors[thing.actor].kind);
    if (!state.all && thing.actor >= top) state.all = true;
    changed('all');
  }
  showPanel();
  changed('chosen');
  if (thing && state.pane === 'picture') bringToSight('actor' in thing ? thing.actor : ties[thing.tie].to, closer);
  if (!silent) remember();
}

const start = actors.length ? actors[0].id.slice(0, actors[0].id.lastIndexOf('/') + 1) : '';
const short = id => encodeURIComponent(start && id.startsWith(start) ? id.slice(start.length) : id);

function remember() {
  const { chosen } = state;
  let mark = '';
  if (chosen && 'actor' in chosen) mark = `actor=${short(actors[chosen.actor].id)}`;
  else if (chosen) mark = `tie=${short(actors[ties[chosen.tie].from].id)}~${ties[chosen.tie].relation}~${short(actors[ties[chosen.tie].to].id)}`;
  if (location.hash.slice(1) !== mark) history.pushState(null, '', mark ? `#${mark}` : location.href.split('#')[0]);
}

function recall() {
  const [what, value = ''] = location.hash.slice(1).split('=');
  let thing = null;
  if (what === 'actor') {
    const i = actors.findIndex(actor => short(actor.id) === value);
    if (i >= 0) thing = { actor: i };
  } else if (what === 'tie') {
    const [from, relation, to] = value.split('~');
    const i = ties.findIndex(tie => String(tie.relation) === relation && short(actors[tie.from].id) === from && short(actors[tie.to].id) === to);
    if (i >= 0) thing = { tie: i };
  }
  choose(thing, { silent: true });
}
