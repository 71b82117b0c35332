// The search box: a combobox after the WAI-ARIA practices, over names and aliases.

const folded = text => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
let index = [];
const indexed = () => actors.map(actor => [actor.name, ...actor.aliases].map(name => ({ name, key: folded(name) })));
let suggestions = [];
let marked = -1;

function matches(query) {
  const key = folded(query.trim());
  if (!key) return [];
  const found = [];
  index.forEach((names, i) => {
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

function suggest() {
  const list = by('suggestions'), box = by('search');
  suggestions = matches(box.value);
  marked = suggestions.length ? 0 : -1;
  const rows = suggestions.map((s, n) => el('li', { role: 'option', id: `suggestion-${n}`, 'aria-selected': n === marked,
    on: { mousedown: event => { event.preventDefault(); take(n); } } },
    kindIcon(actors[s.i].kind), el('span', {}, actors[s.i].name, s.alias ? el('small', {}, ` ${fill(texts.alias, { name: s.name })}`) : '')));
  if (!rows.length && box.value.trim()) rows.push(el('li', { role: 'option', 'aria-disabled': true }, texts.searchNone));
  list.replaceChildren(...rows);
  list.hidden = !rows.length;
  box.setAttribute('aria-expanded', String(rows.length > 0));
  if (marked >= 0) box.setAttribute('aria-activedescendant', 'suggestion-0'); else box.removeAttribute('aria-activedescendant');
  if (box.value.trim()) say(suggestions.length ? fill(texts.searchCount, { n: suggestions.length }) : texts.searchNone);
}

function mark(to) {
  if (!suggestions.length) return;
  marked = (to + suggestions.length) % suggestions.length;
  [...by('suggestions').children].forEach((row, n) => row.setAttribute('aria-selected', String(n === marked)));
  by('suggestions').children[marked].scrollIntoView({ block: 'nearest' });
  by('search').setAttribute('aria-activedescendant', `suggestion-${marked}`);
}

function closeSuggestions() {
  by('suggestions').hidden = true;
  by('search').setAttribute('aria-expanded', 'false');
  by('search').removeAttribute('aria-activedescendant');
}

function take(n) {
  const found = suggestions[n];
  if (!found) return;
  by('search').value = actors[found.i].name;
  closeSuggestions();
  choose({ actor: found.i }, { closer: true });
}

function startFinder() {
  const box = by('search');
  index = indexed();
  whenChanged(what => { if (what === 'view') index = indexed(); });
  box.addEventListener('input', suggest);
  box.addEventListener('focus', () => { if (box.value.trim()) suggest(); });
  box.addEventListener('blur', closeSuggestions);
  box.addEventListener('keydown', event => {
    if (event.key === 'ArrowDown') { event.preventDefault(); if (by('suggestions').hidden) suggest(); else mark(marked + 1); }
    else if (event.key === 'ArrowUp') { event.preventDefault(); mark(marked - 1); }
    else if (event.key === 'Enter') { event.preventDefault(); if (by('suggestions').hidden) suggest(); take(marked); }
    else if (event.key === 'Escape' && !by('suggestions').hidden) { event.preventDefault(); event.stopPropagation(); closeSuggestions(); }
  });
}
