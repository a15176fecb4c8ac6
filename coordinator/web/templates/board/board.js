"use strict";

// The lobby board in a browser: the server says what is to be seen and where, this draws it and keeps the line.

const SILENCE_MS = 2500;      // a line that says nothing for so long is dead
const NEXT_LINE_MS = 900;     // then another is opened beside it, as often as this
const WHY_MS = 2000;
const HIGHLIGHT_MS = 10000;
const HALF_FLASH_MS = 500;
const DIGIT = 0.73, ABOVE = 1.17, BELOW = 0.27, PITCH = 1.26;

const words = JSON.parse(document.getElementById("words").textContent);
const board = document.getElementById("board");
const query = new URLSearchParams(location.search);
const pen = document.createElement("canvas").getContext("2d");

// ── letters ─────────────────────────────────────────────────────────────────────────────────────────────────────────

const WEIGHTS = { medium: 500, semibold: 600, bold: 700 };

function measure(text, weight, size) {
  pen.font = `${WEIGHTS[weight]} ${size}px "Be Vietnam Pro"`;
  return pen.measureText(text).width;
}

function wrap(text, width, weight, size) {
  const lines = [];
  for (const part of text.split("\n")) {
    let line = "";
    for (const word of part.split(/\s+/)) {
      const longer = line ? `${line} ${word}` : word;
      if (line && measure(longer, weight, size) > width) {
        lines.push(line);
        line = word;
      } else {
        line = longer;
      }
    }
    lines.push(line);
  }
  return lines;
}

// The largest size at which the text fits its box, as the display's own board takes it.
function fit(text, [, , width, height], largest, weight, mostLines) {
  const smallest = Math.max(8, largest * 0.5);
  for (let size = Math.max(largest, smallest); ; size = Math.max(smallest, size * 0.96)) {
    let lines = wrap(text, width, weight, size);
    const isNarrow = lines.every((line) => measure(line, weight, size) <= width);
    const isLow = size * (ABOVE + BELOW + PITCH * (lines.length - 1)) <= height;
    if ((isNarrow && isLow && lines.length <= mostLines) || size <= smallest) {
      const room = Math.max(1, Math.min(mostLines, 1 + Math.floor((height / size - ABOVE - BELOW) / PITCH)));
      if (lines.length > room) lines = [...lines.slice(0, room - 1), lines.slice(room - 1).join(" ")];
      return { size, lines: lines.map((line) => shorten(line, width, weight, size)) };
    }
  }
}

function shorten(line, width, weight, size) {
  if (measure(line, weight, size) <= width) return line;
  let kept = line;
  while (kept && measure(`${kept}…`, weight, size) > width) kept = kept.slice(0, -1);
  return `${kept.trimEnd()}…`;
}

// ── drawing ─────────────────────────────────────────────────────────────────────────────────────────────────────────

const SVG = "http://www.w3.org/2000/svg";

function add(parent, name, attributes, text) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  if (text !== undefined) element.textContent = text;
  parent.appendChild(element);
  return element;
}

function fill(parent, [x, y, width, height], look, radius = 0) {
  add(parent, "rect", { x, y, width, height, rx: radius, class: look });
}

const ANCHORS = { left: ["start", 0], center: ["middle", 0.5], right: ["end", 1] };

function line(parent, text, x, baseline, size, weight, anchor, look) {
  const attributes = { x, y: baseline, "font-size": size, "font-weight": WEIGHTS[weight], "text-anchor": anchor };
  add(parent, "text", { ...attributes, class: look }, text);
}

// Figures and capitals, their ink in the middle of the box's height; shrunk if too wide.
function figures(parent, text, box, size, look, align = "center") {
  const [x, y, width, height] = box;
  const wide = measure(text, "bold", size);
  const shrunk = wide > width ? (size * width) / wide : size;
  const [anchor, share] = ANCHORS[align];
  line(parent, text, x + share * width, y + (height + shrunk * DIGIT) / 2, shrunk, "bold", anchor, look);
  return shrunk;
}

function text(parent, said, box, size, look, options = {}) {
  const { weight = "semibold", lines = 1, align = "left", valign = "middle" } = options;
  const [x, y, width, height] = box;
  if (!said || width <= 0 || height <= 0) return { right: x, bottom: y };
  const fitted = fit(said, box, size, weight, lines);
  const taken = fitted.size * (ABOVE + BELOW + PITCH * (fitted.lines.length - 1));
  const top = y + (height - taken) * { top: 0, middle: 0.5, bottom: 1 }[valign];
  const [anchor, share] = ANCHORS[align];
  fitted.lines.forEach((one, i) => {
    line(parent, one, x + share * width, top + fitted.size * (ABOVE + PITCH * i), fitted.size, weight, anchor, look);
  });
  const longest = Math.max(...fitted.lines.map((one) => measure(one, weight, fitted.size)));
  return { right: x + longest, bottom: top + taken };
}

// The first language, and after it, smaller, the second, on one line from the left.
function label(parent, said, box, size, look, quiet) {
  const taken = text(parent, said.main, box, size, look, { weight: "bold" });
  const x = taken.right + 0.6 * size;
  const room = box[0] + box[2] - x;
  if (said.small && room > 2 * size) {
    text(parent, said.small, [x, box[1], room, box[3]], 0.72 * size, quiet, { weight: "medium" });
  }
}

const inset = ([x, y, width, height], dx, dy = dx) => [x + dx, y + dy, width - 2 * dx, height - 2 * dy];
const cutTop = ([x, y, width, height], upper, gap = 0) => [
  [x, y, width, upper], [x, y + upper + gap, width, height - upper - gap],
];
const cutLeft = ([x, y, width, height], left, gap = 0) => [
  [x, y, left, height], [x + left + gap, y, width - left - gap, height],
];

// ── pieces ──────────────────────────────────────────────────────────────────────────────────────────────────────────

const PIECES = {
  title(parent, { unit, box, said, isWarning }) {
    fill(parent, box, isWarning ? "warning" : "deep");
    const inner = inset(box, 2.2 * unit, 0.9 * unit);
    if (!said.small) {
      text(parent, said.main, inner, 4.2 * unit, "white", { weight: "bold", lines: 2 });
      return;
    }
    const [main, small] = cutTop(inner, 0.62 * inner[3]);
    text(parent, said.main, main, 4 * unit, "white", { weight: "bold", valign: "bottom" });
    text(parent, said.small, small, 2.3 * unit, isWarning ? "white" : "pale", { weight: "medium" });
  },

  clock(parent, { unit, box, clock, dates, isWarning, isTall }) {
    fill(parent, box, isWarning ? "warning" : "deep");
    const inner = inset(box, 2.2 * unit, 1.4 * unit);
    const [date, time] = cutLeft(inner, 0.6 * inner[2], 1.6 * unit);
    figures(parent, clock, time, Math.min(7.4 * unit, (0.9 * inner[3]) / DIGIT), "white", "right");
    const align = isTall ? "left" : "right";
    const [upper, lower] = dates.length > 1 ? cutTop(date, 0.58 * date[3]) : [date, null];
    text(parent, dates[0], upper, 2.9 * unit, "white", { align, valign: lower ? "bottom" : "middle" });
    if (lower) {
      const look = isWarning ? "white" : "pale";
      text(parent, dates[1], lower, 2 * unit, look, { weight: "medium", align, valign: "top" });
    }
  },

  // An old call calls nobody any more.
  hero(parent, { unit, place, latest, nobody, isLit, isOld }) {
    fill(parent, place.card, isLit ? "gold" : isOld ? "ash" : "deep", 2 * unit);
    const [ink, quiet] = isLit ? ["ink", "ink"] : isOld ? ["slate", "slate"] : ["white", "bright"];
    if (!latest) {
      const [upper, lower] = cutTop(inset(place.card, 3 * unit), 0.55 * place.card[3], unit);
      text(parent, nobody.main, upper, 7 * unit, ink, { lines: 2, align: "center", valign: "bottom" });
      text(parent, nobody.small, lower, 3.6 * unit, quiet, { align: "center", valign: "top" });
      return;
    }
    label(parent, isOld ? words.headings.called : words.headings.calling, place.heading, 4.2 * unit, quiet, ink);
    figures(parent, latest.number, place.number.box, place.number.size, ink);
    (place.is_beside ? counterBeside : counterBelow)(parent, place, String(latest.counter), ink, quiet);
  },

  called(parent, { place, call, isNew }) {
    fill(parent, place.card, call ? (isNew ? "gold" : "card") : "ash", 0.09 * place.card[3]);
    if (!call) return;
    figures(parent, call.number, place.number.box, place.number.size, "ink");
    const said = `${words.headings.counter.main} ${call.counter}`;
    const [x, y, width, height] = place.counter.box;
    const size = Math.min(place.counter.size, (place.counter.size * width) / measure(said, "bold", place.counter.size));
    line(parent, said, x + width / 2, y + height, size, "bold", "middle", isNew ? "ink" : "slate");
  },

  heading(parent, { unit, box, said }) {
    label(parent, said, box, 2.5 * unit, "ink", "slate");
  },

  gridHeading(parent, { unit, boxes }) {
    const [badge, number] = boxes;
    const [x, y, width, height] = badge;
    const { counter, serving } = words.headings;
    text(parent, counter.main, [x, y, width - 0.8 * unit, height], 2.5 * unit, "ink", { weight: "bold" });
    label(parent, serving, number, 2.5 * unit, "ink", "slate");
  },

  marks(parent, { unit, box, marks }) {
    text(parent, marks.join(" · "), box, 1.7 * unit, "slate", { weight: "medium", align: "right" });
  },

  tile(parent, { unit, place, tile, isNew }) {
    const isUsed = tile.is_open || tile.number !== "";
    const radius = 1.2 * unit;
    fill(parent, place.card, isNew ? "gold" : isUsed ? "card" : "ash", radius);
    if (isUsed) {
      fill(parent, place.badge, "badge", radius);
      fill(parent, cutLeft(place.badge, place.badge[2] / 2)[1], "badge");
    }
    figures(parent, String(tile.counter), place.counter.box, place.counter.size, isUsed ? "white" : "slate");
    const { box, size } = place.number;
    if (tile.number) {
      figures(parent, tile.number, box, Math.min(size, 1.25 * place.counter.size), "ink");
    } else {
      const said = tile.is_open ? "–" : words.headings.closed.main;
      const share = tile.is_open ? 0.5 : 0.34;
      text(parent, said, box, share * place.card[3], "slate", { weight: "medium", align: "center" });
    }
  },

  queue(parent, { unit, box, queue }) {
    const isOver = !queue.is_open && queue.waiting === 0;
    fill(parent, box, isOver ? "ash" : "card", 1.2 * unit);
    const inner = inset(box, 1.1 * unit, 0.8 * unit);
    const [head, foot] = cutTop(inner, 0.52 * inner[3]);
    queueName(parent, unit, head, queue);
    if (isOver) {
      text(parent, words.headings.domain_closed.main, foot, 2.4 * unit, "slate");
      return;
    }
    const size = Math.min((foot[3] * 0.74) / DIGIT, foot[2] / (2.9 * 0.72));
    const [digits, said] = cutLeft(foot, measure(String(queue.waiting), "bold", size), 1.2 * unit);
    figures(parent, String(queue.waiting), digits, size, "ink", "left");
    const [upper, lower] = cutTop(said, said[3] / 2);
    const wait = queue.wait || words.headings.waiting.small.toLowerCase();
    const waiting = words.headings.waiting.main.toLowerCase();
    text(parent, waiting, wait ? upper : said, 2.1 * unit, "slate", { valign: wait ? "bottom" : "middle" });
    if (wait) text(parent, wait, lower, 2 * unit, queue.wait ? "ink" : "slate", { valign: "top" });
  },

  notice(parent, { unit, box, notice }) {
    fill(parent, box, "card", 1.6 * unit);
    if (notice.picture) {
      const [x, y, width, height] = inset(box, 0.8 * unit);
      add(parent, "image", { x, y, width, height, href: pictureOf(notice) });
      return;
    }
    const inner = inset(box, 2.4 * unit, 1.6 * unit);
    if (!notice.body) {
      text(parent, notice.heading, inner, 6 * unit, "ink", { weight: "bold", lines: 4, align: "center" });
      return;
    }
    const [heading] = cutTop(inner, 0.36 * inner[3]);
    const look = { weight: "bold", lines: 2, valign: "top" };
    const taken = text(parent, notice.heading, heading, 4.4 * unit, "primary", look);
    const [, body] = cutTop(inner, taken.bottom - inner[1], 0.6 * unit);
    text(parent, notice.body, body, 3.6 * unit, "ink", { weight: "medium", lines: 12, valign: "top" });
  },

  message(parent, { unit, box, said }) {
    fill(parent, box, "amber");
    text(parent, said, inset(box, 2.2 * unit, 0.5 * unit), 3.4 * unit, "ink", { lines: 3, align: "center" });
  },
};

// The word and the counter, together in the middle of the line.
function counterBelow(parent, place, digits, ink, quiet) {
  const [x, y, width, height] = place.counter.box;
  const size = place.counter.size;
  const said = words.headings.counter;
  const word = measure(said.main, "bold", 0.42 * size);
  const whole = word + 0.3 * size + measure(digits, "bold", size);
  const left = x + Math.max(0, (width - whole) / 2);
  if (said.small) {
    const [upper, lower] = cutTop([left, y, word, height], 0.6 * height);
    text(parent, said.main, upper, 0.42 * size, quiet, { weight: "bold", valign: "bottom" });
    text(parent, said.small, lower, 0.19 * size, ink, { weight: "medium", valign: "top" });
  } else {
    figures(parent, said.main, [left, y, word, height], 0.42 * size, quiet);
  }
  const start = left + word + 0.3 * size;
  figures(parent, digits, [start, y, x + width - start, height], size, ink, "left");
}

function counterBeside(parent, place, digits, ink, quiet) {
  figures(parent, digits, place.counter.box, place.counter.size, ink);
  text(parent, words.headings.counter.main, place.word, 0.62 * place.word[3], quiet, {
    weight: "bold", align: "center",
  });
}

function queueName(parent, unit, box, queue) {
  const side = Math.min(4.6 * unit, 0.8 * box[3]);
  let [badge, name] = cutLeft(box, side, 0.8 * unit);
  badge = [badge[0], box[1] + (box[3] - side) / 2, side, side];
  fill(parent, badge, "badge", 0.6 * unit);
  const size = Math.min((side * 0.62) / DIGIT, side / ((queue.prefix.length + 0.6) * 0.72));
  figures(parent, queue.prefix, badge, size, "white");
  if (!queue.name.small) {
    text(parent, queue.name.main, name, 2.5 * unit, "ink", { lines: 2 });
    return;
  }
  const [main] = cutTop(name, 0.66 * name[3]);
  const taken = text(parent, queue.name.main, main, 2.4 * unit, "ink", { lines: 2, valign: "bottom" });
  const small = [name[0], taken.bottom, name[2], name[1] + name[3] - taken.bottom];
  text(parent, queue.name.small, small, 1.7 * unit, "slate", { weight: "medium", valign: "top" });
}

// ── the state, and what is drawn of it ──────────────────────────────────────────────────────────────────────────────

let shown = null;             // the newest of the stream
let shownAt = 0;              // when it came, milliseconds of this page
let places = null;
let placesFor = "";
let isLinked = false;
let newest = null;            // the highest call known
let litSince = null;
const fresh = new Map();      // new calls, and until when each draws the eye
const drawn = new Map();      // key of a piece: what was drawn, and its group

function take(next) {
  const view = next.view;
  const calls = [view.latest, ...view.called].filter(Boolean).map((call) => call.seq);
  const highest = Math.max(0, ...calls);
  const now = performance.now();
  const young = new Set(next.young);
  if (newest !== null && highest >= newest) {
    const added = calls.filter((seq) => seq > newest && young.has(seq));
    for (const seq of added) fresh.set(seq, now + HIGHLIGHT_MS);
    if (added.length) litSince = now;
  }
  for (const seq of [...fresh.keys()]) if (!calls.includes(seq)) fresh.delete(seq);
  newest = highest;
  shown = next;
  shownAt = now;
  askPlaces();
  draw();
}

// Where everything stands depends on how much there is and on the window; the server knows.
function askPlaces() {
  const view = shown ? shown.view : { tiles: [], queues: [], message: "" };
  const asked = new URLSearchParams({
    width: window.innerWidth, height: window.innerHeight,
    tiles: view.tiles.length, queues: view.queues.length, message: view.message ? 1 : 0, notice: notice ? 1 : 0,
  });
  for (const key of ["width_mm", "distance_m"]) if (query.get(key)) asked.set(key, query.get(key));
  const wanted = asked.toString();
  if (wanted === placesFor) return;
  placesFor = wanted;
  fetch(`/board/places?${wanted}`)
    .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(String(answer.status)))))
    .then((found) => {
      if (wanted !== placesFor) return;
      places = found;
      startAfresh();
      draw();
    })
    .catch((error) => {
      console.warn("no places:", error);
      placesFor = "";
      setTimeout(askPlaces, NEXT_LINE_MS);
    });
}

function startAfresh() {
  drawn.clear();
  board.replaceChildren();
  const size = { width: window.innerWidth, height: window.innerHeight };
  add(board, "svg", { ...size, viewBox: `0 0 ${size.width} ${size.height}` });
}

function piece(kind, key, value) {
  const wanted = JSON.stringify(value);
  let known = drawn.get(key);
  if (known && known.wanted === wanted) return;
  if (!known) known = { group: add(board.firstChild, "g", { "data-piece": key }) };
  known.wanted = wanted;
  known.group.replaceChildren();
  PIECES[kind](known.group, value);
  drawn.set(key, known);
}

function draw() {
  if (!places) return;
  const now = performance.now();
  for (const [seq, until] of fresh) if (until <= now) fresh.delete(seq);
  if (!fresh.size) litSince = null;
  takeNotice();
  const isLit = litSince !== null && Math.floor((now - litSince) / HALF_FLASH_MS) % 2 === 0;
  const unit = places.unit;
  const view = shown ? shown.view : null;
  const isWarning = !view || !isLinked;
  const waiting = isFailing ? words.without : words.connecting;
  const said = !view ? waiting : isLinked ? view.title : staleSince(heardAt);
  document.body.dataset.state = !view ? "connecting" : isLinked ? "live" : "stale";
  piece("title", "title", { unit, box: places.title, said, isWarning });
  const { clock, dates } = timeOf(now);
  piece("clock", "clock", { unit, box: places.clock, clock, dates, isWarning, isTall: places.is_tall });
  const latest = view ? view.latest : null;
  const nobody = view ? view.nobody : waiting;
  const isOld = view !== null && !isLinked;
  piece("hero", "hero", { unit, place: places.hero, latest, nobody, isLit, isOld });
  piece("heading", "called-heading", { unit, box: places.called_heading, said: words.headings.called });
  places.called.forEach((place, i) => {
    const call = (view && view.called[i]) || null;
    piece("called", `called-${i}`, { place, call, isNew: call !== null && fresh.has(call.seq) });
  });
  const marks = [...(isLinked || !fault ? [] : [fault]), ...(view ? view.marks : [])];
  piece("marks", "marks", { unit, box: places.marks, marks });
  if (!view || places.tiles.length !== view.tiles.length || places.queues.length !== view.queues.length) return;
  if (view.tiles.length) {
    places.grid_headings.forEach((boxes, i) => piece("gridHeading", `grid-heading-${i}`, { unit, boxes }));
  }
  view.tiles.forEach((tile, i) => {
    piece("tile", `tile-${i}`, { unit, place: places.tiles[i], tile, isNew: fresh.has(tile.seq) });
  });
  view.queues.forEach((queue, i) => piece("queue", `queue-${i}`, { unit, box: places.queues[i], queue }));
  if (notice && places.notice) piece("notice", "notice", { unit, box: places.notice, notice });
  if (view.message && places.message) {
    piece("message", "message", { unit, box: places.message, said: view.message });
  }
}

function staleSince(then) {
  const { clock } = timeOf(then);
  return { main: words.stale.main.replace("{time}", clock), small: words.stale.small.replace("{time}", clock) };
}

function timeOf(now) {
  if (!shown) return { clock: "", dates: [""] };
  const local = new Date(shown.clock_ms + (now - shownAt));
  const two = (n) => String(n).padStart(2, "0");
  const date = `${two(local.getUTCDate())}/${two(local.getUTCMonth() + 1)}/${local.getUTCFullYear()}`;
  const dates = words.calendars.map((calendar) =>
    calendar.pattern.replace("{weekday}", calendar.weekdays[(local.getUTCDay() + 6) % 7]).replace("{date}", date));
  return { clock: `${two(local.getUTCHours())}:${two(local.getUTCMinutes())}`, dates };
}

// ── notices ─────────────────────────────────────────────────────────────────────────────────────────────────────────

let notice = null;            // what is shown
let next = null;              // what waits until no call draws the eye
let turn = -1;

const pictureOf = ({ picture }) => {
  const [name, stamp] = picture.split("?");
  return `/board/notices/${encodeURIComponent(name)}?${stamp}`;
};

function turnNotice() {
  fetch("/board/notices")
    .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(String(answer.status)))))
    .then(({ seconds, notices }) => {
      turn = notices.length ? (turn + 1) % notices.length : -1;
      next = { notice: notices.length ? notices[turn] : null };
      draw();
      setTimeout(turnNotice, 1000 * seconds);
    })
    .catch((error) => {
      console.warn("no notices:", error);
      setTimeout(turnNotice, 5000);
    });
}

function takeNotice() {
  if (!next || fresh.size) return;
  notice = next.notice;
  next = null;
  askPlaces();
}

// ── the line ────────────────────────────────────────────────────────────────────────────────────────────────────────

let current = null;            // the stream that is listened to
let opening = [];             // those that have not said anything yet
let heardAt = performance.now();
let openedAt = -Infinity;
let isEnded = false;          // the server has ended the stream and refuses the next one
let askedWhyAt = -Infinity;
let fault = "";               // why there is no line, for the staff
let isFailing = false;        // the server answers, but can keep nothing

function open() {
  openedAt = performance.now();
  const asked = new URLSearchParams();
  for (const key of ["counters", "domains"]) if (query.get(key)) asked.set(key, query.get(key));
  const source = new EventSource(`/board/events?${asked}`);
  opening.push(source);
  if (opening.length > 4) opening.shift().close();
  source.addEventListener("view", (event) => {
    chosen(source);
    isLinked = true;
    fault = "";
    take(JSON.parse(event.data));
  });
  source.addEventListener("alive", () => { if (source === current) heardAt = performance.now(); });
  // A revoked token is answered with the page's own sign-in.
  source.onerror = () => { if (source.readyState === EventSource.CLOSED && source === current) isEnded = true; };
}

// A stream that cannot be opened says nothing of the reason; the health does, to anyone.
function askWhy() {
  askedWhyAt = performance.now();
  fetch("/healthz", { signal: AbortSignal.timeout(SILENCE_MS) })
    .then((answer) => answer.json())
    .then(({ cause }) => {
      isFailing = Boolean(cause);
      fault = cause ? words.failing[cause] || words.failing.other : "";
    })
    .catch((error) => {
      console.warn("no health:", error);
      isFailing = false;
      fault = words.silent;
    });
}

function chosen(source) {
  heardAt = performance.now();
  isEnded = false;
  if (source === current) return;
  if (current) current.close();
  current = source;
  for (const other of opening) if (other !== source) other.close();
  opening = [];
}

function look() {
  const now = performance.now();
  if (isEnded || now - heardAt > SILENCE_MS) {
    isLinked = false;
    if (now - askedWhyAt > WHY_MS) askWhy();
    if (now - openedAt > NEXT_LINE_MS) open();
  }
  draw();
}

let resized = 0;
window.addEventListener("resize", () => {
  clearTimeout(resized);
  resized = setTimeout(askPlaces, 200);
});
if (location.hash) history.replaceState(null, "", location.pathname + location.search);
open();
setInterval(look, 250);
Promise.all(Object.values(WEIGHTS).map((weight) => document.fonts.load(`${weight} 20px "Be Vietnam Pro"`)))
  .catch((error) => console.warn("no letters:", error))
  .then(() => { askPlaces(); turnNotice(); });
