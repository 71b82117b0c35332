// Time: a histogram of what happened when, two handles that choose a span of days, and a player that lets it grow.

const DAY = 86400000;
const dayNumber = iso => Math.round(Date.parse(`${iso}T00:00:00Z`) / DAY);
const dayText = n => new Date(n * DAY).toISOString().slice(0, 10);
const dayOf = pos => dayText(time.axis.day(pos));
const SPEEDS = [4, 12, 40];   // days in a second
const calm = window.matchMedia('(prefers-reduced-motion: reduce)');
const time = { first: 0, last: 0, from: 0, to: 0, axis: null, bins: [], playing: null };

// Evidence of the current view's events: all that the histogram and the timeline tell of
function viewEvents() {
  const view = viewNamed(state.view);
  return view.events ||= [...new Set([...actors.flatMap(a => a.events), ...ties.flatMap(tie => tie.events)])]
    .filter(e => page.events[e].evidence.length);
}

// The days of all that the current selection tells of, as pairs of numbers
const dayRanges = () => viewEvents().filter(eventInAffair).map(eventDays).filter(Boolean).map(days => days.map(dayNumber));

const binWidth = days => (days <= 100 ? 1 : days <= 700 ? 7 : days <= 3000 ? 30.44 : days <= 11000 ? 91.31 : 365.25);
const unitText = () => texts.units[[1, 7, 30.44, 91.31, 365.25].indexOf(time.width)];

function fillBins() {
  const count = Math.max(1, Math.ceil((time.last - time.first + 1) / time.width));
  time.bins = new Array(count).fill(0);
  for (const [day] of dayRanges()) {
    const place = Math.floor((time.axis.pos(day) - time.first) / time.width);
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
  by('histogram').prepend(...time.axis.breaks.map(gap => svg('rect', { x: (gap.at - time.first) / time.width, y: 0, width: gap.stay / time.width, height: 40, class: 'gap' },
    svg('title', {}, fill(texts.gap, { first: showDate(dayText(gap.from)), last: showDate(dayText(gap.to)) })))));
  by('ticks').replaceChildren(...tickPlaces(by('ticks').clientWidth, time.first, time.last).map(({ at, text }) => {
    const tick = el('span', {}, text);
    tick.style.left = `${at}px`;
    return tick;
  }));
}

// Where the scale is written on, and what: the beginnings of what is left after gaps, then of months or years in between
function tickPlaces(width, first, last) {
  const scale = pos => (width * (pos - first)) / Math.max(1, last - first);
  const breaks = time.axis.breaks.filter(gap => gap.at >= first && gap.at < last);
  const starts = [first, ...breaks.map(gap => gap.at + gap.stay)], ends = [...breaks.map(gap => gap.at), last];
  const years = last - first > 365 * 8 || breaks.length > 6;
  const wide = years ? 46 : 84;
  const words = day => {
    const [year, month] = dayText(day).split('-');
    return years ? year : `${texts.months[Number(month) - 1].slice(0, 3)} ${year}`;
  };
  const step = [1, 2, 3, 6, 12, 24, 60, 120, 240, 1200].find(every => ((last - first) / 30.44 / every) * wide <= width) || 2400;
  const found = [];
  const put = (pos, day) => {
    const at = scale(pos), text = words(day);
    if (at <= width - (years ? 34 : 64) && found.every(other => Math.abs(other.at - at) >= wide && !(years && other.text === text))) found.push({ at, text });
  };
  if (breaks.length) starts.forEach((pos, i) => put(pos, time.axis.day(i || !time.axis.breaks.length ? pos : Math.max(pos, first))));
  starts.forEach((pos, i) => {
    const [year, month] = dayText(time.axis.day(pos)).split('-').map(Number);
    for (let n = Math.ceil((year * 12 + month - 1) / step) * step, tries = 0; tries < 80; n += step, tries++) {
      const day = dayNumber(`${String(Math.floor(n / 12)).padStart(4, '0')}-${String((n % 12) + 1).padStart(2, '0')}-01`), at = time.axis.pos(day);
      if (!(at <= ends[i])) break;
      if (at >= pos) put(at, day);
    }
  });
  return found.sort((a, b) => a.at - b.at);
}

function spanWords() {
  const { from, to, first, last } = time;
  if (from === first && to === last) return fill(texts.spanAll, { first: showDate(dayOf(first)), last: showDate(dayOf(last)) });
  return from === to ? showDate(dayOf(from)) : `${showDate(dayOf(from))} – ${showDate(dayOf(to))}`;
}

// Take over handles into the state; at the ends of the scale a span is open
function setSpan(from, to, { quiet = false } = {}) {
  time.from = Math.max(time.first, Math.min(from, to));
  time.to = Math.min(time.last, Math.max(from, to));
  const whole = time.from === time.first && time.to === time.last;
  state.span = whole ? null : [time.from === time.first ? dayText(time.least) : dayOf(time.from), time.to === time.last ? dayText(time.most) : dayOf(time.to)];
  showSpan();
  if (!quiet) changed('span');
}

function showSpan() {
  by('span-first').value = time.from;
  by('span-last').value = time.to;
  by('span-first').setAttribute('aria-valuetext', showDate(dayOf(time.from)));
  by('span-last').setAttribute('aria-valuetext', showDate(dayOf(time.to)));
  by('span-text').textContent = spanWords();
  by('span-reset').hidden = !state.span;
  drawHistogram();
}

// After the state was set from elsewhere, as from an address
function takeSpan() {
  if (by('time').hidden) { state.span = null; return; }
  time.from = state.span ? Math.min(time.last, Math.max(time.first, time.axis.pos(dayNumber(state.span[0])))) : time.first;
  time.to = state.span ? Math.max(time.first, Math.min(time.last, time.axis.pos(dayNumber(state.span[1])))) : time.last;
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

// Make the axis anew for what is selected now, all of it in the span
function fitTime() {
  const ranges = dayRanges();
  const axis = ranges.length ? foldedAxis(ranges) : null;
  by('time').hidden = !axis || axis.first === axis.last;
  if (by('time').hidden) { state.span = null; return; }
  const least = Math.min(...ranges.map(([first]) => first)), most = Math.max(...ranges.map(([, last]) => last));
  Object.assign(time, { axis, least, most, first: axis.first, last: axis.last, from: axis.first, to: axis.last, width: binWidth(axis.last - axis.first) });
  for (const id of ['span-first', 'span-last']) {
    by(id).min = time.first;
    by(id).max = time.last;
  }
  fillBins();
  showSpan();
  by('histogram').setAttribute('aria-label', fill(texts.histogram, { unit: unitText() }));
}

function startTime() {
  fitTime();
  for (const id of ['span-first', 'span-last']) {
    by(id).addEventListener('pointerdown', stop);
    by(id).addEventListener('keydown', stop);
  }
  by('span-first').addEventListener('input', event => setSpan(Math.min(Number(event.target.value), time.to), time.to));
  by('span-last').addEventListener('input', event => setSpan(time.from, Math.max(Number(event.target.value), time.from)));
  by('span-first').addEventListener('change', () => changed('settled'));
  by('span-last').addEventListener('change', () => changed('settled'));
  by('play').addEventListener('click', play);
  by('span-reset').addEventListener('click', () => { stop(); setSpan(time.first, time.last); changed('settled'); by('play').focus(); });
  whenChanged(what => {
    if (what !== 'view') return;
    const { span } = state;
    fitTime();
    state.span = span;
    takeSpan();
  });
  new ResizeObserver(() => { if (!by('time').hidden) drawHistogram(); }).observe(by('ticks'));
}
