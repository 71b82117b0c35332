// The search boxes: comboboxes after the WAI-ARIA practices, over names and aliases.

const folded = text => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
const indexed = () => (viewNamed(state.view).index ||= actors.map(actor => [actor.name, ...actor.aliases].map(name => ({ name, key: folded(name) }))));

function matches(query) {
  const key = folded(query.trim());
  if (!key) return [];
  const found = [];
  indexed().forEach((names, i) => {
    let best = null;
    names.forEach(({ name, key: text }, n) => {
      const at = text.indexOf(key);
      if (at < 0) return;
      // the beginning of a name, then of a word in it, then anywhere; own names before aliases
      const rank = (at === 0 ? 0 : /[^\p{L}\p{N}]/u.test(text[at - 1]) ? 1 : 2) * 2 + (n ? 1 : 0);
      if (!best || rank < best.rank) best = { i, name, rank, alias: n > 0 };
    });
    if (best) found.push(best);
  });
  return found.sort((a, b) => a.rank - b.rank || a.i - b.i).slice(0, 8);
}

// Make `box` and `list` a combobox; `taken` is called with the place of the node that was picked
function combobox({ box, list, prefix, taken }) {
  let suggestions = [], marked = -1;

  function suggest() {
    suggestions = matches(box.value);
    marked = suggestions.length ? 0 : -1;
    const rows = suggestions.map((s, n) => el('li', { role: 'option', id: `${prefix}-${n}`, 'aria-selected': String(n === marked),
      on: { mousedown: event => { event.preventDefault(); take(n); } } },
      kindIcon(actors[s.i].kind), el('span', { dir: 'auto' }, actors[s.i].name, s.alias ? el('small', {}, ` ${fill(texts.alias, { name: s.name })}`) : '')));
    if (!rows.length && box.value.trim()) rows.push(el('li', { role: 'option', 'aria-disabled': 'true', 'aria-selected': 'false' }, texts.searchNone));
    list.replaceChildren(...rows);
    list.hidden = !rows.length;
    box.setAttribute('aria-expanded', String(rows.length > 0));
    if (marked >= 0) box.setAttribute('aria-activedescendant', `${prefix}-0`); else box.removeAttribute('aria-activedescendant');
    if (box.value.trim()) say(suggestions.length ? fill(texts.searchCount, { n: suggestions.length }) : texts.searchNone);
  }

  function mark(to) {
    if (!suggestions.length) return;
    marked = (to + suggestions.length) % suggestions.length;
    [...list.children].forEach((row, n) => row.setAttribute('aria-selected', String(n === marked)));
    list.children[marked].scrollIntoView({ block: 'nearest' });
    box.setAttribute('aria-activedescendant', `${prefix}-${marked}`);
  }

  function close() {
    list.hidden = true;
    box.setAttribute('aria-expanded', 'false');
    box.removeAttribute('aria-activedescendant');
  }

  function take(n) {
    const found = suggestions[n];
    if (!found) return;
    box.value = actors[found.i].name;
    close();
    taken(found.i);
  }

  box.addEventListener('input', suggest);
  box.addEventListener('focus', () => { if (box.value.trim()) suggest(); });
  box.addEventListener('blur', close);
  box.addEventListener('keydown', event => {
    if (event.key === 'ArrowDown') { event.preventDefault(); if (list.hidden) suggest(); else mark(marked + 1); }
    else if (event.key === 'ArrowUp') { event.preventDefault(); mark(marked - 1); }
    else if (event.key === 'Enter') { event.preventDefault(); if (list.hidden) suggest(); take(marked); }
    else if (event.key === 'Escape' && !list.hidden) { event.preventDefault(); event.stopPropagation(); close(); }
  });
}

function startFinder() {
  combobox({ box: by('search'), list: by('suggestions'), prefix: 'suggestion', taken: i => choose({ actor: i }, { closer: true }) });
}
