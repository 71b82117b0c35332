// Time: a histogram of what happened when, two handles that choose a span of days, and a player that lets it grow.

const DAY = 86400000;
const dayNumber = iso => Math.round(Date.parse(`${iso}T00:00:00Z`) / DAY);
const dayText = n => new Date(n * DAY).toISOString().slice(0, 10);
const SPEEDS = [4, 12, 40];   // days in a second
const calm = window.matchMedia('(prefers-reduced-motion: reduce)');
const time = { first: 0, last: 0, from: 0, to: 0, bins: [], start: [], playing: null };

// Evidence of the current view's events: all that the histogram and the timeline tell of
function viewEvents() {
  const view = viewNamed(state.view);
  return view.events ||= [...new Set([...actors.flatMap(a => a.events), ...ties.flatMap(tie => tie.events)])]
    .filter(e => page.events[e].evidence.length);
}

// A few mentions of days long past must not press all that happens now into one corner
function usualDays() {
  const days = page.events.map((_, e) => eventDays(e)).filter(Boolean).map(([first]) => dayNumber(first)).sort((a, b) => a - b);
  const ends = page.events.map((_, e) => eventDays(e)).filter(Boolean).map(([, last]) => dayNumber(last)).sort((a, b) => a - b);
  if (!days.length) return null;
  const low = days[Math.floor(days.length * 0.03)], high = ends[Math.ceil(ends.length * 0.97) - 1];
  const slack = Math.max(7, Math.round((high - low) * 0.1));
  return { first: Math.max(days[0], low - slack), last: Math.min(ends.at(-1), high + slack), least: days[0], most: ends.at(-1) };
}

const binWidth = days => (days <= 100 ? 1 : days <= 700 ? 7 : days <= 3000 ? 30.44 : 365.25);
const unitText = () => texts.units[[1, 7, 30.44, 365.25].indexOf(time.width)];

function fillBins() {
  const count = Math.max(1, Math.ceil((time.last - time.first + 1) / time.width));
  time.bins = new Array(count).fill(0);
  for (const e of viewEvents()) {
    const days = eventDays(e);
    if (!days) continue;
    const place = Math.floor((dayNumber(days[0]) - time.first) / time.width);
    time.bins[Math.min(count - 1, Math.max(0, place))] += 1;
  }
}

function drawHistogram() {
  const most = Math.max(1, ...time.bins), n = time.bins.length, gap = n > 120 ? 0 : 0.14;
  // roots: one busy day must leave the others visible
  by('histogram').setAttribute('viewBox', `0 0 ${n} 40`);
  by('histogram').replaceChildren(...time.bins.flatMap((value, i) => {
    if (!value) return [];
    const high = 4 + 36 * Math.sqrt(value / most), day = time.first + i * time.width;
    const inside = day + time.width > time.from && day <= time.to;
    return [svg('rect', { x: i + gap / 2, y: 40 - high, width: 1 - gap, height: high, class: inside ? 'in' : 'out' })];
  }));
  const ticks = tickDays().map(day => el('span', {}, tickText(day)));
  tickDays().forEach((day, i) => { ticks[i].style.left = `${(100 * (day - time.first)) / Math.max(1, time.last - time.first)}%`; });
  by('ticks').replaceChildren(...ticks);
}

// The first of months or years, as many as have room
function tickDays() {
  const [year, month] = dayText(time.first).split('-').map(Number);
  const room = Math.max(2, Math.floor(by('ticks').clientWidth / 80));
  const months = (time.last - time.first) / 30.44;
  const step = [1, 2, 3, 6, 12, 24, 60, 120, 240, 1200].find(every => months / every <= room) || 2400;
  const days = [];
  for (let n = Math.ceil((year * 12 + month - 1) / step) * step; days.length < 60; n += step) {
    const day = dayNumber(`${String(Math.floor(n / 12)).padStart(4, '0')}-${String((n % 12) + 1).padStart(2, '0')}-01`);
    if (!(day <= time.last - (time.last - time.first) * 0.04)) break;
    if (day >= time.first) days.push(day);
  }
  return days;
}

function tickText(day) {
  const [year, month] = dayText(day).split('-');
  return (time.last - time.first) > 365 * 8 ? year : `${texts.months[Number(month) - 1].slice(0, 3)} ${year}`;
}

function spanWords() {
  const { from, to, first, last } = time;
  if (from === first && to === last) return fill(texts.spanAll, { first: showDate(dayText(first)), last: showDate(dayText(last)) });
  return from === to ? showDate(dayText(from)) : `${showDate(dayText(from))} – ${showDate(dayText(to))}`;
}

// Take over handles into the state; at the ends of the scale a span is open
function setSpan(from, to, { quiet = false } = {}) {
  time.from = Math.max(time.first, Math.min(from, to));
  time.to = Math.min(time.last, Math.max(from, to));
  const whole = time.from === time.first && time.to === time.last;
  state.span = whole ? null : [dayText(time.from === time.first ? time.least : time.from), dayText(time.to === time.last ? time.most : time.to)];
  showSpan();
  if (!quiet) changed('span');
}

function showSpan() {
  by('span-first').value = time.from;
  by('span-last').value = time.to;
  by('span-first').setAttribute('aria-valuetext', showDate(dayText(time.from)));
  by('span-last').setAttribute('aria-valuetext', showDate(dayText(time.to)));
  by('span-text').textContent = spanWords();
  by('span-reset').hidden = !state.span;
  drawHistogram();
}

// After the state was set from elsewhere, as from an address
function takeSpan() {
  if (by('time').hidden) { state.span = null; return; }
  time.from = state.span ? Math.min(time.last, Math.max(time.first, dayNumber(state.span[0]))) : time.first;
  time.to = state.span ? Math.max(time.first, Math.min(time.last, dayNumber(state.span[1]))) : time.last;
  showSpan();
}

function stop() {
  if (time.playing === null) return;
  clearTimeout(time.playing);
  time.playing = null;
  by('play').textContent = '▶';
  by('play').setAttribute('aria-label', texts.play);
  by('play').title = texts.play;
  changed('settled');
}

// Day by day; where motion is unwelcome in steps of the histogram, one a second
function play() {
  if (time.playing !== null) { stop(); return; }
  if (time.to >= time.last) setSpan(time.from, time.from);
  by('play').textContent = '❚❚';
  by('play').setAttribute('aria-label', texts.pause);
  by('play').title = texts.pause;
  const step = () => {
    const speed = SPEEDS[Number(by('speed').value)] || SPEEDS[0];
    const often = calm.matches ? 1 : Math.min(speed, actors.length > 1500 ? 2 : 12);
    const days = calm.matches ? Math.ceil(time.width) : Math.max(1, Math.round(speed / often));
    setSpan(time.from, Math.min(time.last, time.to + days));
    if (time.to >= time.last) stop(); else time.playing = setTimeout(step, 1000 / often);
  };
  time.playing = setTimeout(step, 50);
}

function startTime() {
  const days = usualDays();
  by('time').hidden = !days || days.first === days.last;
  if (by('time').hidden) return;
  Object.assign(time, days, { from: days.first, to: days.last, width: binWidth(days.last - days.first) });
  for (const id of ['span-first', 'span-last']) {
    by(id).min = time.first;
    by(id).max = time.last;
    by(id).addEventListener('pointerdown', stop);
    by(id).addEventListener('keydown', stop);
  }
  by('span-first').addEventListener('input', event => setSpan(Math.min(Number(event.target.value), time.to), time.to));
  by('span-last').addEventListener('input', event => setSpan(time.from, Math.max(Number(event.target.value), time.from)));
  by('span-first').addEventListener('change', () => changed('settled'));
  by('span-last').addEventListener('change', () => changed('settled'));
  by('play').addEventListener('click', play);
  by('span-reset').addEventListener('click', () => { stop(); setSpan(time.first, time.last); changed('settled'); by('play').focus(); });
  fillBins();
  showSpan();
  by('histogram').setAttribute('aria-label', fill(texts.histogram, { unit: unitText() }));
  whenChanged(what => { if (what === 'view') { fillBins(); drawHistogram(); } });
  new ResizeObserver(drawHistogram).observe(by('ticks'));
}
