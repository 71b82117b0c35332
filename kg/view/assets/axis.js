// The scale of time: days, without the long stretches in which nothing happened. Where nothing is left out a place on
// it is the number of a day.

// Days without anything that are left out: a twentieth of the whole, but no less than the first and no more than the second
const LONG_GAP = [40, 150];
const MOST_GAPS = 40;
const VAGUE = 6;           // days of a range that stay: one that is known by its year would fill it

// From [first day, last day] of everything that is on it, as numbers of days
function foldedAxis(ranges) {
  const days = [...new Set(ranges.flatMap(([first, last]) => [first, Math.min(last, first + VAGUE)]))].sort((a, b) => a - b);
  const whole = days.at(-1) - days[0], long = Math.min(LONG_GAP[1], Math.max(LONG_GAP[0], whole * 0.05));
  const gaps = days.slice(1).map((day, i) => ({ from: days[i] + 1, to: day - 1, size: day - 1 - days[i] }))
    .filter(gap => gap.size > long).sort((a, b) => b.size - a.size).slice(0, MOST_GAPS).sort((a, b) => a.from - b.from);
  const kept = whole - gaps.reduce((sum, gap) => sum + gap.size, 0);
  const worth = whole > 200 && kept < whole * 0.75;
  // of each gap as many days remain as make it visible
  const stay = Math.max(2, Math.round(kept * 0.008));
  let cut = 0;
  const breaks = (worth ? gaps : []).filter(gap => gap.size > stay * 2).map(gap => {
    const at = gap.from - cut;
    cut += gap.size - stay;
    return { ...gap, at, stay, cut };
  });
  const before = (list, key, value) => list.filter(one => one[key] <= value).at(-1);
  return {
    breaks,
    first: days[0],
    last: days.at(-1) - cut,
    pos(day) {
      const gap = before(breaks, 'from', day);
      if (!gap) return day;
      return day > gap.to ? day - gap.cut : gap.at + Math.min(gap.stay, day - gap.from);
    },
    day(pos) {
      const gap = before(breaks, 'at', pos);
      if (!gap) return pos;
      return pos < gap.at + gap.stay ? gap.from + (pos - gap.at) : pos + gap.cut;
    },
  };
}
