'use strict';
// The timeline: how many statements fall into each stretch of time, and the span of days that the reader wants to see.
// Days are dates of ISO 8601 and compare as texts. It asks `restrict` for a span; it never filters by itself.

const END_WIDTH = 44; // pixels of the bar before or after all others, enough for its name
const MARGIN = 10; // pixels left and right, for the handles
const FOOT = 42; // pixels from the top to the foot of the bars
const NEAR = 12; // pixels around a handle that still take hold of it
const SLIP = 3; // pixels that a hand may move while it clicks
const BEAT = 700; // milliseconds
const DAY = 864e5; // milliseconds
const CUTS = [10, 9, 7, 4, 3, 2]; // what a date has in common with others: the day, ten days, the month, year, decade, century

const buckets = content.buckets.map(([first, last, end]) => ({ first, last, end }));
const bucketsByClaim = new Map(Object.entries(content.days).map(([id, days]) => [id, days.map(bucketOf)]));
const chart = byId('timeline-chart');
const timeline = { passing: [], edges: [], room: 0, drag: null, timer: 0, isTicking: false };

/** Give the number of the bucket that holds a day, or of the nearest one. */
function bucketOf(day) {
  const found = buckets.findIndex(({ last }) => day <= last);
  return found < 0 ? buckets.length - 1 : found;
}

/** Count what falls into each bucket, and what may: a time less exact than a bucket counts in all that it touches. */
function countBuckets() {
  const counts = buckets.map(() => ({ exact: 0, change: 0 }));
  for (const { id } of timeline.passing) {
    const [first, last] = bucketsByClaim.get(id);
    counts[first].exact += first === last;
    counts[first].change += 1;
    if (last + 1 < counts.length) counts[last + 1].change -= 1;
  }
  let all = 0;
  return counts.map(({ exact, change }) => ({ exact, all: (all += change) }));
}

// ---- the span --------------------------------------------------------------------------------------------------------

function hasSpan() {
  return Boolean(state.restriction.since || state.restriction.until);
}

/** Give the first and the last day of the span; of all that is dated where an address names none, or no day. */
function spanOfDays() {
  const given = (day, otherwise) => (/^\d{4}-\d\d-\d\d$/.test(day) && !Number.isNaN(Date.parse(day)) ? day : otherwise);
  const since = given(state.restriction.since, buckets[0].first);
  const until = given(state.restriction.until, buckets.at(-1).last);
  return [since, until < since ? since : until];
}

function chosenBuckets() {
  return spanOfDays().map(bucketOf);
}

function daysOf([first, last]) {
  return [buckets[first].first, buckets[last].last];
}

function chooseBuckets(pair, options) {
  const [since, until] = daysOf(pair);
  restrict({ since, until }, options);
}

function clearSpan() {
  pause();
  restrict({ since: '', until: '' });
}

// ---- drawing ---------------------------------------------------------------------------------------------------------

/** Draw the statements that pass all filters but the span. Anything but the play's own step that comes here ends it. */
function drawTimeline(passing) {
  if (!timeline.isTicking) pause();
  timeline.passing = passing.filter(({ id }) => bucketsByClaim.has(id));
  redrawTimeline();
}

function redrawTimeline() {
  const width = chart.clientWidth;
  if (!buckets.length || !width) return;
  const ends = buckets.filter(({ end }) => end).length;
  timeline.room = (width - 2 * MARGIN - ends * END_WIDTH) / (buckets.length - ends);
  timeline.edges = [MARGIN];
  for (const { end } of buckets) timeline.edges.push(timeline.edges.at(-1) + (end ? END_WIDTH : timeline.room));
  drawBars();
  drawAxis();
  drawSpan(hasSpan(), spanOfDays());
}

/** Draw bars that promise what a click on them shows; the paler part of each is what may be meant. */
function drawBars() {
  const counts = countBuckets();
  const scale = (FOOT - 4) / Math.max(1, ...counts.map(({ all }) => all));
  const bars = counts.map(({ exact, all }, index) => {
    const [x, next] = timeline.edges.slice(index, index + 2);
    const gap = Math.min(1, (next - x) / 8);
    const bar = (name, low, high) => svg('rect', {
      class: name, x: x + gap, width: next - x - 2 * gap, y: FOOT - high * scale, height: (high - low) * scale,
    });
    const made = svg('g', {});
    made.append(svg('title', {}, titleOf(index, exact, all)), svg('rect', { class: 'column', x, width: next - x, y: 0, height: FOOT }));
    made.append(bar('vague', exact, all), bar('exact', 0, exact));
    return made;
  });
  byId('timeline-bars').replaceChildren(...bars);
}

function titleOf(index, exact, all) {
  const text = counted(daysOf([index, index]), all);
  return exact < all ? word('timeline.vague', { text, count: all - exact }) : text;
}

function counted(days, count) {
  const isOne = new Intl.PluralRules(state.language).select(count) === 'one'; // none is one in French
  return word(isOne ? 'timeline.one' : 'timeline.other', { time: readableSpan(days), count });
}

/** Name as many points in time as there is room for: where each bucket begins, each second or third, each ten days and so on. */
function drawAxis() {
  const endNames = { before: word('timeline.before'), after: word('timeline.after') };
  const ends = buckets.flatMap(({ end }, index) => (end ? [axisName(timeline.edges[index] + 4, endNames[end])] : []));
  for (const [cut, step] of CUTS.flatMap((cut) => [[cut, 1], [cut, 2], [cut, 3]])) {
    const points = pointsOf(cut, step);
    byId('timeline-axis').replaceChildren(...ends, ...points);
    if (points.every((point, index) => index === 0 || rightOf(points[index - 1]) + 8 < Number(point.getAttribute('x')))) break;
  }
  const edge = timeline.edges.at(buckets.at(-1).end ? -2 : -1) + MARGIN;
  for (const point of document.querySelectorAll('#timeline-axis .point')) if (rightOf(point) > edge) point.remove();
}

/** Name the first days of what has a part of its date in common; the first of each year tells the year. */
function pointsOf(cut, step) {
  const inner = buckets.filter(({ end }) => !end);
  const days = [...new Set(inner.map(({ first }) => startOf(first.slice(0, cut))))]
    .filter((day) => day >= inner[0].first && (cut !== 9 || !day.endsWith('-30')))
    .filter((_, index) => index % step === 0);
  const all = (text) => days.every((day) => day.endsWith(text));
  const names = { timeZone: 'UTC', month: all('-01-01') ? undefined : 'short', day: all('-01') ? undefined : 'numeric' };
  return days.map((day, index) => {
    const year = day.slice(0, 4) === days[index - 1]?.slice(0, 4) ? undefined : 'numeric';
    return axisName(xOfDay(day), new Intl.DateTimeFormat(state.language, { ...names, year }).format(new Date(day)), 'point');
  });
}

/** Give the first day whose date begins so: of 2020-08-1, 2020-08, 2020 or 202. */
function startOf(text) {
  if (text.length === 9) return text + (text.endsWith('0') ? '1' : '0');
  return text.padEnd(4, '0') + '-01-01'.slice(Math.max(0, text.length - 4));
}

/** Say a span as exactly as it is: whole months and whole years by their names alone. */
function readableSpan([first, last]) {
  const isYears = first.endsWith('-01-01') && last.endsWith('-12-31');
  const isMonths = first.endsWith('-01') && dayAfter(last).endsWith('-01');
  const wanted = { timeZone: 'UTC', year: 'numeric', month: isYears ? undefined : 'long', day: isMonths ? undefined : 'numeric' };
  return new Intl.DateTimeFormat(state.language, wanted).formatRange(new Date(first), new Date(last));
}

function dayAfter(day) {
  return new Date(Date.parse(day) + DAY).toISOString().slice(0, 10);
}

function axisName(x, text, name = 'end') {
  return svg('text', { x, y: FOOT + 14, class: name }, text);
}

function rightOf(text) {
  return Number(text.getAttribute('x')) + text.getComputedTextLength();
}

/** Tell where on the strip a day begins, or with a share of 1 ends. */
function xOfDay(day, share = 0) {
  const index = bucketOf(day);
  const [left, right] = timeline.edges.slice(index, index + 2);
  const [time, first, last] = [day, buckets[index].first, buckets[index].last].map((text) => Date.parse(text) / DAY);
  return left + (right - left) * clamp((time - first + share) / (last - first + 1), 0, 1);
}

/** Draw a span, chosen or while a hand still pulls it: brush, handles, and what of the bars lies outside. */
function drawSpan(isSet, days) {
  const pair = days.map(bucketOf);
  const [left, right] = [xOfDay(days[0]), xOfDay(days[1], 1)];
  byId('timeline').classList.toggle('spanned', isSet);
  setAttributes(byId('timeline-brush'), { x: left, width: Math.max(0, right - left), height: FOOT });
  setAttributes(byId('timeline-since'), { transform: `translate(${left} 0)`, ...sliderValues(pair[0], 0, pair[1]) });
  setAttributes(byId('timeline-until'), { transform: `translate(${right} 0)`, ...sliderValues(pair[1], pair[0], buckets.length - 1) });
  for (const [index, bar] of [...byId('timeline-bars').children].entries()) {
    bar.classList.toggle('outside', isSet && (index < pair[0] || index > pair[1]));
  }
  byId('timeline-clear').hidden = !isSet;
  tellSpan(isSet, days);
}

function sliderValues(index, least, most) {
  const title = byId('timeline-bars').children[index].textContent;
  return { 'aria-valuenow': index, 'aria-valuemin': least, 'aria-valuemax': most, 'aria-valuetext': title };
}

function setAttributes(node, attributes) {
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
}

function tellSpan(isSet, days) {
  const within = timeline.passing.filter(({ id }) => content.days[id][0] <= days[1] && content.days[id][1] >= days[0]);
  const text = isSet ? counted(days, within.length) : word('timeline.all', { count: timeline.passing.length });
  byId('timeline-status').textContent = text;
}

function clamp(number, least, most) {
  return Math.max(least, Math.min(most, number));
}

// ---- hands and keys --------------------------------------------------------------------------------------------------

function xOfHand(event) {
  return event.clientX - chart.getBoundingClientRect().left;
}

function bucketAt(x) {
  return clamp(timeline.edges.findLastIndex((edge) => edge <= x), 0, buckets.length - 1);
}

/** Tell what of the span lies under a hand: a handle, the middle, or nothing of it. */
function gripAt(x) {
  const [first, last] = spanOfDays();
  const [left, right] = [xOfDay(first), xOfDay(last, 1)];
  const inside = Math.min(hasSpan() ? NEAR : SLIP, (right - left) / 3); // of a narrow span, a third is left for the middle
  if (x > left - NEAR && x < left + inside) return { name: 'since', offset: x - left };
  if (x < right + NEAR && x > right - inside) return { name: 'until', offset: x - right };
  return { name: hasSpan() && x > left && x < right ? 'middle' : 'none', offset: 0 };
}

function takeHold(event) {
  if (event.button || !event.isPrimary) return;
  pause();
  const x = xOfHand(event);
  chart.setPointerCapture(event.pointerId);
  timeline.drag = { x, grip: gripAt(x), origin: chosenBuckets(), wanted: null };
}

function pull(event) {
  const { drag } = timeline;
  const x = xOfHand(event);
  if (!drag) {
    chart.dataset.grip = gripAt(x).name;
  } else if (drag.wanted || Math.abs(x - drag.x) > SLIP) {
    drag.wanted = pulledTo(x, drag);
    drawSpan(true, daysOf(drag.wanted));
  }
}

/** Give the first and the last bucket of the span that a hand at `x` has pulled so far; handles go to the nearest edge. */
function pulledTo(x, { x: start, grip, origin: [first, last] }) {
  const [from, to, half] = [bucketAt(start), bucketAt(x), timeline.room / 2];
  if (grip.name === 'since') return [Math.min(bucketAt(x - grip.offset + half), last), last];
  if (grip.name === 'until') return [first, Math.max(bucketAt(x - grip.offset - half), first)];
  if (grip.name === 'none') return [Math.min(from, to), Math.max(from, to)];
  const step = clamp(to - from, -first, buckets.length - 1 - last);
  return [first + step, last + step];
}

function letGo() {
  const { drag } = timeline;
  timeline.drag = null;
  if (drag?.wanted) chooseBuckets(drag.wanted);
  else if (drag) clickBucket(bucketAt(drag.x), drag.grip.name);
}

/** Choose a bucket that holds something; beside the span, one that holds nothing ends it. */
function clickBucket(index, grip) {
  const { all } = countBuckets()[index];
  if (all) chooseBuckets([index, index]);
  else if (grip === 'none' && hasSpan()) clearSpan();
}

function moveHandle(event) {
  const leap = Math.max(2, Math.round(buckets.length / 10));
  const steps = {
    ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -leap, PageUp: leap, Home: -Infinity, End: Infinity,
  };
  if (!Object.hasOwn(steps, event.key)) return;
  event.preventDefault();
  const [first, last] = chosenBuckets();
  const wanted = event.currentTarget.id === 'timeline-since'
    ? [clamp(first + steps[event.key], 0, last), last]
    : [first, clamp(last + steps[event.key], first, buckets.length - 1)];
  if (String(wanted) !== String([first, last])) chooseBuckets(wanted, { replace: hasSpan() });
}

/** Escape ends the span; where there is none, it is for the rest of the page. */
function escapeSpan(event) {
  if (event.key !== 'Escape' || !hasSpan()) return;
  event.stopPropagation();
  clearSpan();
}

// ---- playing ---------------------------------------------------------------------------------------------------------

function togglePlay() {
  if (timeline.timer) {
    pause();
    return;
  }
  const [first, last] = chosenBuckets();
  const width = hasSpan() && last - first + 1 < buckets.length ? last - first : Math.round(buckets.length / 10) - 1;
  timeline.timer = setInterval(playOn, BEAT);
  showPlaying(true);
  if (!hasSpan() || last === buckets.length - 1) playTo([0, Math.max(0, width)], {});
}

function playOn() {
  const [first, last] = chosenBuckets();
  if (last === buckets.length - 1) pause();
  else playTo([first + 1, last + 1], { replace: true });
}

function playTo(pair, options) {
  timeline.isTicking = true;
  chooseBuckets(pair, options);
  timeline.isTicking = false;
}

function pause() {
  clearInterval(timeline.timer);
  if (timeline.timer) showPlaying(false);
  timeline.timer = 0;
}

/** Turn the button; while time runs, screen readers are spared each step and hear where it stopped. */
function showPlaying(isPlaying) {
  const name = isPlaying ? 'timeline.pause' : 'timeline.play';
  setAttributes(byId('timeline-play'), { 'data-label': name, 'aria-label': word(name) });
  byId('timeline').classList.toggle('playing', isPlaying);
  byId('timeline-status').setAttribute('aria-live', isPlaying ? 'off' : 'polite');
  if (!isPlaying) tellSpan(hasSpan(), spanOfDays());
}

function listenToTimeline() {
  if (!buckets.length) return;
  byId('timeline').hidden = false;
  for (const [type, act] of Object.entries({ pointerdown: takeHold, pointermove: pull, pointerup: letGo, dblclick: clearSpan })) {
    chart.addEventListener(type, act);
  }
  chart.addEventListener('pointercancel', () => { timeline.drag = null; redrawTimeline(); });
  for (const id of ['timeline-since', 'timeline-until']) byId(id).addEventListener('keydown', moveHandle);
  byId('timeline').addEventListener('keydown', escapeSpan);
  byId('timeline-play').addEventListener('click', togglePlay);
  byId('timeline-clear').addEventListener('click', () => { clearSpan(); byId('timeline-play').focus(); });
  new ResizeObserver(redrawTimeline).observe(chart);
}
