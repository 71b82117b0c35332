'use strict';
// What pages do more than documents: suggestions, sorting, the editor's lines, claims of chosen words.
// All texts are set as text; nothing here makes markup of data.
(() => {
  const $ = id => document.getElementById(id);
  document.documentElement.classList.add('js');

  const made = (name, text, cls) => {
    const one = document.createElement(name);
    if (text !== undefined) one.textContent = text;
    if (cls) one.className = cls;
    return one;
  };
  const look = async (words, kind, limit) => {
    const answer = await fetch(`/api/search?limit=${limit}&q=${encodeURIComponent(words)}${kind ? `&kind=${kind}` : ''}`);
    return answer.ok ? answer.json() : [];
  };
  // answers may come in another order than the questions: only the last one counts
  const later = (wait, run) => {
    let timer = 0, turn = 0;
    return (...args) => {
      clearTimeout(timer);
      const mine = ++turn;
      timer = setTimeout(async () => {
        const found = await run.ask(...args).catch(() => []);
        if (mine === turn) run.show(found, ...args);
      }, wait);
    };
  };

  // ---- search box
  const find = $('find'), found = $('found');
  let at = -1;
  const close = () => { found.hidden = true; at = -1; find.setAttribute('aria-expanded', 'false'); find.removeAttribute('aria-activedescendant'); };
  const choose = place => {
    const items = [...found.children];
    at = (place + items.length) % items.length;
    items.forEach((item, n) => item.setAttribute('aria-selected', String(n === at)));
    find.setAttribute('aria-activedescendant', items[at].id);
    items[at].scrollIntoView({ block: 'nearest' });
  };
  const suggest = later(120, {
    ask: words => (words.trim() ? look(words, '', 8) : []),
    show: hits => {
      found.replaceChildren(...hits.map((hit, n) => {
        const item = made('li');
        item.id = `found-${n}`;
        item.setAttribute('role', 'option');
        item.setAttribute('aria-selected', 'false');
        item.dataset.href = hit.href;
        item.append(made('span', hit.kind, `kind k-${hit.name}`), made('span', hit.title));
        if (!hit.title.includes(hit.words)) item.append(made('span', hit.words, 'hint'));
        return item;
      }));
      at = -1;
      found.hidden = !hits.length || document.activeElement !== find;
      find.setAttribute('aria-expanded', String(!found.hidden));
    },
  });
  find.addEventListener('input', () => suggest(find.value));
  find.addEventListener('keydown', event => {
    if (event.key === 'Escape') close();
    if (found.hidden) return;
    if (event.key === 'ArrowDown') { choose(at + 1); event.preventDefault(); }
    if (event.key === 'ArrowUp') { choose(at - 1); event.preventDefault(); }
    if (event.key === 'Enter' && at >= 0) { location.href = found.children[at].dataset.href; event.preventDefault(); }
  });
  find.addEventListener('blur', () => setTimeout(close, 150));
  found.addEventListener('mousedown', event => {
    const item = event.target.closest('li');
    if (item) { event.preventDefault(); location.href = item.dataset.href; }
  });
  document.addEventListener('keydown', event => {
    if (event.key === '/' && !/^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) { find.focus(); event.preventDefault(); }
  });

  // ---- names in forms
  for (const input of document.querySelectorAll('input[data-suggest]')) {
    const list = $(input.getAttribute('list'));
    const offer = later(120, {
      ask: words => (words.trim() ? look(words, input.dataset.suggest, 8) : []),
      show: hits => list.replaceChildren(...hits.map(hit => {
        const option = made('option');
        // a thing without a name of its own is best known by its id
        option.value = hit.kind === 'actor' || hit.kind === 'place' ? hit.title : hit.id;
        option.label = hit.title;
        return option;
      })),
    });
    input.addEventListener('input', () => offer(input.value));
  }

  // ---- tables
  const value = cell => (cell ? cell.textContent.trim() : '');
  const compare = (a, b) => {
    if (a === '' || b === '') return (a === '') - (b === '');
    const [x, y] = [Number(a.replaceAll(',', '')), Number(b.replaceAll(',', ''))];
    return Number.isNaN(x) || Number.isNaN(y) ? a.localeCompare(b, 'en', { sensitivity: 'base' }) : x - y;
  };
  for (const table of document.querySelectorAll('table.sortable')) {
    const body = table.tBodies[0];
    // the row with the words belongs to the one above it
    const groups = [];
    [...(body.rows[0] ? body.rows[0].cells : [])].forEach((cell, column) => { if (cell.classList.contains('number')) table.tHead.rows[0].cells[column].classList.add('number'); });
    for (const row of body.rows) row.classList.contains('words') ? groups.at(-1).push(row) : groups.push([row]);
    [...table.tHead.rows[0].cells].forEach((head, column) => {
      if (head.classList.contains('still')) return;
      const button = made('button', head.textContent);
      button.type = 'button';
      head.replaceChildren(button);
      button.addEventListener('click', () => {
        const down = head.getAttribute('aria-sort') === 'ascending';
        for (const other of table.tHead.rows[0].cells) other.removeAttribute('aria-sort');
        head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
        const keyed = groups.map(group => [value(group[0].cells[column]), group]);
        keyed.sort(([a], [b]) => (a === '' || b === '' ? compare(a, b) : (down ? -1 : 1) * compare(a, b)));
        body.append(...keyed.flatMap(([, group]) => group));
      });
    });
  }

  // ---- rows by words: without this the form searches
  for (const box of document.querySelectorAll('input[data-rows]')) {
    const rows = [...$(box.dataset.rows).tBodies[0].rows];
    box.addEventListener('input', () => {
      const words = box.value.trim().toLowerCase();
      for (const row of rows) row.hidden = !row.textContent.toLowerCase().includes(words);
    });
  }

  // ---- editor
  const query = $('query');
  if (query) {
    const numbers = $('numbers'), error = $('error');
    const wrong = error ? Number((error.textContent.match(/^query:(\d+)/) || [])[1]) : 0;
    const number = () => {
      const count = query.value.split('\n').length;
      numbers.replaceChildren(...Array.from({ length: count }, (_, n) => made(n + 1 === wrong ? 'b' : 'span', `${n + 1}\n`)));
      numbers.scrollTop = query.scrollTop;
    };
    const size = () => { numbers.style.height = `${query.offsetHeight}px`; };
    query.rows = Math.min(30, Math.max(8, query.value.split('\n').length + 1));
    query.addEventListener('input', number);
    query.addEventListener('scroll', () => { numbers.scrollTop = query.scrollTop; });
    new ResizeObserver(size).observe(query);
    number();
    query.addEventListener('keydown', event => {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) { event.preventDefault(); query.form.requestSubmit(); }
    });
    query.form.addEventListener('submit', () => {
      // an address holds only so much
      if (query.value.length > 6000) query.form.method = 'post';
    });
    $('examples').addEventListener('change', event => {
      if (!event.target.value) return;
      query.value = event.target.value;
      number();
      query.focus();
    });
  }

  // ---- claims of an article
  const text = $('text'), claims = $('claims');
  if (text && claims) {
    const items = [...claims.querySelectorAll('li')], all = $('all-claims'), hint = $('claims-hint'), told = hint.textContent;
    const show = chosen => {
      for (const item of items) item.hidden = Boolean(chosen) && !chosen.has(item.id.slice(1));
      all.hidden = !chosen;
      hint.textContent = chosen ? `${chosen.size} of ${items.length} claims rest on these words.` : told;
      claims.classList.toggle('open', Boolean(chosen));
      claims.scrollTop = 0;
      // on a phone the claims rise over the text: what was chosen stays in sight
      const piece = text.querySelector('.chosen');
      if (chosen && piece && getComputedStyle(claims).position === 'fixed') scrollTo({ top: scrollY + piece.getBoundingClientRect().top - innerHeight / 4 });
    };
    const clear = name => { for (const piece of text.querySelectorAll(`.${name}`)) piece.classList.remove(name); };
    const light = id => {
      clear('lit');
      if (id !== undefined) for (const piece of text.querySelectorAll('.m')) piece.classList.toggle('lit', piece.dataset.claims.split(' ').includes(id));
    };
    text.addEventListener('click', event => {
      const piece = event.target.closest('.m');
      if (!piece) return;
      event.preventDefault();
      clear('chosen');
      piece.classList.add('chosen');
      show(new Set(piece.dataset.claims.split(' ')));
      history.replaceState(null, '', `#${piece.id}`);
    });
    all.addEventListener('click', () => { clear('chosen'); light(); show(null); });
    claims.addEventListener('mouseover', event => { const item = event.target.closest('li'); light(item ? item.id.slice(1) : undefined); });
    claims.addEventListener('focusin', event => { const item = event.target.closest('li'); light(item ? item.id.slice(1) : undefined); });
    claims.addEventListener('mouseleave', () => light());
    document.addEventListener('keydown', event => { if (event.key === 'Escape' && !all.hidden) all.click(); });
    const aim = () => { const piece = document.getElementById(location.hash.slice(1)); if (piece && piece.classList.contains('m')) piece.click(); };
    addEventListener('hashchange', aim);
    aim();
  }
})();
