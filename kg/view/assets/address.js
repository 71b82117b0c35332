// The address: what is shown stands behind the # of the address, so that a link, and back and forward, restore it.
// Whatever stands there is looked up among what the page has; what is not found there is passed over.

const shortId = id => (id.startsWith(page.base) ? id.slice(page.base.length).replace(/^actor\//, '') : id);
const coded = text => encodeURIComponent(text).replace(/%2F/g, '/');

function decoded(text) {
  try { return decodeURIComponent(text); } catch { return ''; }
}

const placesById = () => (viewNamed(state.view).places ||= new Map(actors.map((actor, i) => [shortId(actor.id), i])));
const hasDay = text => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(dayNumber(text));

function addressNow() {
  const { chosen } = state, id = i => coded(shortId(actors[i].id)), parts = [];
  const put = (key, value) => { if (value) parts.push(`${key}=${value}`); };
  put('view', state.view === page.opens ? '' : coded(state.view));
  put('affair', state.affair === null ? '' : coded(shortId(page.affairs[state.affair].id)));
  if (chosen && 'actor' in chosen) put('actor', id(chosen.actor));
  else if (chosen && 'tie' in chosen) put('tie', `${id(ties[chosen.tie].from)}~${ties[chosen.tie].relation}~${id(ties[chosen.tie].to)}`);
  else if (chosen && 'path' in chosen) put('path', chosen.path.map(id).join('~'));
  else if (chosen) put('event', coded(shortId(page.events[chosen.event].id)));
  put('steps', state.steps > 1 ? String(state.steps) : '');
  put('span', state.span ? state.span.join('..') : '');
  put('size', state.size === page.size ? '' : state.size);
  put('all', state.all && actors.length > top ? '1' : '');
  put('nameless', state.nameless ? '1' : '');
  put('kinds', [...state.hiddenKinds].sort((a, b) => a - b).join('.'));
  put('ties', [...state.hiddenRelations].sort((a, b) => a - b).join('.'));
  put('hidden', [...state.hidden].map(text => coded(shortId(text))).sort().join('~'));
  put('only', state.focusSet ? [...state.focusSet].map(text => coded(shortId(text))).sort().slice(0, 200).join('~') : '');
  // the page opens with the list of affairs where there are many, and with the picture where something is asked for
  const usual = parts.length ? 'picture' : homePane();
  if (state.pane !== usual) parts.splice(state.view === page.opens ? 0 : 1, 0, `pane=${state.pane}`);
  return parts.join('&');
}

let recalling = false, waiting = null;

// Write the address; a step that back can undo unless `quiet`
function remember({ quiet = false } = {}) {
  const mark = addressNow();
  if (location.hash.slice(1) === mark) return;
  const address = mark ? `#${mark}` : location.href.split('#')[0];
  if (quiet) history.replaceState(null, '', address); else history.pushState(null, '', address);
}

function chosenFrom(fields) {
  const places = placesById(), at = text => places.get(decoded(text));
  if (fields.actor) return at(fields.actor) === undefined ? null : { actor: at(fields.actor) };
  if (fields.tie) {
    const [from, relation, to] = fields.tie.split('~');
    const i = ties.findIndex(tie => String(tie.relation) === relation && tie.from === at(from) && tie.to === at(to || ''));
    return i < 0 ? null : { tie: i };
  }
  if (fields.path) {
    const ends = fields.path.split('~').map(at);
    return ends.length === 2 && ends.every(i => i !== undefined) && ends[0] !== ends[1] ? { path: ends } : null;
  }
  if (fields.event) {
    const wanted = decoded(fields.event), e = viewEvents().find(place => shortId(page.events[place].id) === wanted);
    return e === undefined ? null : { event: e };
  }
  return null;
}

// Restore what the address says
function recall() {
  clearTimeout(waiting);
  recalling = true;
  stop();
  const fields = Object.create(null);
  for (const part of location.hash.slice(1).slice(0, 20000).split('&')) {
    const at = part.indexOf('=');
    if (at > 0) fields[part.slice(0, at)] = part.slice(at + 1);
  }
  choose(null, { silent: true });
  const view = decoded(fields.view || '') || page.opens;
  useView(viewNamed(view) ? view : page.opens);
  const affair = affairPlace(decoded(fields.affair || ''));
  state.affair = affair < 0 ? null : affair;
  state.nameless = fields.nameless === '1';
  fitTime();
  showAffairName();
  const numbers = (text, most) => new Set((text || '').split('.').filter(n => /^\d{1,3}$/.test(n) && Number(n) < most).map(Number));
  const ids = text => (text || '').split('~').map(part => placesById().get(decoded(part))).filter(i => i !== undefined).map(i => actors[i].id);
  const replace = (set, values) => { set.clear(); for (const value of values) set.add(value); };
  replace(state.hiddenKinds, numbers(fields.kinds, kinds.length));
  replace(state.hiddenRelations, numbers(fields.ties, relations.length));
  replace(state.hidden, ids(fields.hidden));
  const only = ids(fields.only);
  state.focusSet = only.length ? new Set(only) : null;
  state.steps = /^[123]$/.test(fields.steps) ? Number(fields.steps) : 1;
  state.size = fields.size in ranked ? fields.size : page.size;
  by('size').value = state.size;
  state.all = fields.all === '1' || actors.length <= top;
  const span = (fields.span || '').split('..');
  state.span = span.length === 2 && span.every(hasDay) && span[0] <= span[1] ? span : null;
  takeSpan();
  const asked = Object.keys(fields).some(key => key !== 'pane' && fields[key]);
  show(PANES.includes(fields.pane) && (fields.pane !== 'affairs' || page.affairs.length > 1) ? fields.pane : asked ? 'picture' : homePane());
  fillLegend();
  changed('all');
  choose(chosenFrom(fields), { silent: true });
  recalling = false;
}

function startAddress() {
  window.addEventListener('popstate', recall);
  whenChanged(what => {
    if (recalling || what === 'chosen' || what === 'scheme') return;   // choose() itself knows whether to write
    clearTimeout(waiting);
    if (what === 'view' || what === 'pane' || what === 'affair') remember();
    else waiting = setTimeout(() => remember({ quiet: true }), 200);
  });
  if (location.hash.length > 1) recall();
}
