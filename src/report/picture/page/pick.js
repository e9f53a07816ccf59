// What is looked at, and what is pinned.
let pinned = null;

function thingAt(target) {
  const found = target.closest && target.closest("[data-line], g.row[data-element], [data-box]");
  if (!found || !view.contains(found)) return null;
  if (found.dataset.line !== undefined) return { line: lines[found.dataset.line] };
  if (found.dataset.box === undefined) return rows.has(found.dataset.element) ? { row: found.dataset.element, element: found } : null;
  return { box: boxes[found.dataset.box] };
}

const same = (a, b) => a && b && a.line === b.line && a.row === b.row && a.box === b.box;
const seenAs = (number) => cover(number) ?? number;

// All elements that belong to a thing: a line with its label and ends, a box with the lines from and to it.
function company(thing) {
  const ends = (line) => [...boxes[seenAs(line.from)].parts, ...boxes[seenAs(line.to)].parts];
  const whole = (line) => [line.group, line.tag].filter(Boolean);
  if (thing.line) return [...whole(thing.line), ...ends(thing.line)];
  if (thing.row) { const { box } = rows.get(thing.row); return box ? [...box.parts] : []; }
  const { number } = thing.box;
  const near = lines.filter((line) => line.now && (seenAs(line.from) === number || seenAs(line.to) === number));
  return [...thing.box.parts, ...near.flatMap(whole), ...near.flatMap(ends)];
}

function areaOf(thing) {
  if (thing.row) return thing.element.getBoundingClientRect();
  const element = thing.line ? (thing.line.tag && !thing.line.tag.classList.contains("away") ? thing.line.tag : thing.line.group) : thing.box.parts[thing.box.parts.length - 1];
  return element.getBoundingClientRect();
}

function placeOf(thing) {
  if (thing.box) return thing.box.now || thing.box;
  if (thing.row) { const { box } = rows.get(thing.row); if (box) return box.now || box; return { x: 0, y: size.height, w: 10, h: 10 }; }
  const xs = thing.line.now.map((point) => point[0]), ys = thing.line.now.map((point) => point[1]);
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, w: Math.max(...xs) - x, h: Math.max(...ys) - y };
}

function light(thing) {
  for (const element of view.querySelectorAll(".on")) element.classList.remove("on");
  view.classList.toggle("chosen", Boolean(thing) && !thing.row);
  if (!thing) return;
  for (const each of [thing, ...counterparts(thing)]) for (const element of company(each)) element.classList.add("on");
}

function look(thing, area = areaOf(thing)) {
  tell(thing);
  beside(area);
}

function pin(thing) {
  pinned = thing;
  card.classList.toggle("pinned", Boolean(thing));
  light(thing);
  if (thing) look(thing); else card.hidden = true;
}

const near = (event) => ({ left: event.clientX, right: event.clientX, top: event.clientY, bottom: event.clientY });
view.addEventListener("pointermove", (event) => {
  if (pinned || fingers.size || event.pointerType === "touch") return;
  const thing = thingAt(event.target);
  if (thing && !event.target.closest(".toggle")) look(thing, near(event)); else card.hidden = true;
});
view.addEventListener("pointerleave", () => { if (!pinned && !view.contains(document.activeElement)) card.hidden = true; });
view.addEventListener("click", (event) => {
  const toggle = event.target.closest(".toggle");
  const thing = thingAt(event.target);
  if (toggle) { pin(null); close(boxes[toggle.parentElement.dataset.box]); return; }
  pin(thing && !same(thing, pinned) ? thing : null);
});
view.addEventListener("dblclick", (event) => {
  const thing = thingAt(event.target);
  if (thing && thing.box && thing.box.inner.length) { pin(null); close(thing.box); }
});

// Lines from and to a state, as they can be seen.
const from = (number) => lines.filter((line) => line.now && seenAs(line.from) === number);
const to = (number) => lines.filter((line) => line.now && seenAs(line.to) === number);

function focusOn(thing) {
  const element = thing.line ? thing.line.group : thing.box.parts[thing.box.parts.length - 1];
  element.focus({ preventScroll: true });
  show(placeOf(thing));
  drawNow();
  pinned = null;
  card.classList.remove("pinned");
  light(thing);
  look(thing);
}

// Where an arrow key leads from a thing that has the focus.
let lane = { list: [], at: 0 };
function along(thing, key) {
  if (thing.line) {
    if (key === "ArrowRight") return { box: boxes[seenAs(thing.line.to)] };
    if (key === "ArrowLeft") return { box: boxes[seenAs(thing.line.from)] };
    const list = lane.list.includes(thing.line) ? lane.list : from(seenAs(thing.line.from));
    const at = (list.indexOf(thing.line) + (key === "ArrowDown" ? 1 : list.length - 1)) % list.length;
    return { line: list[at] };
  }
  if (!thing.box) return null;
  const list = key === "ArrowLeft" || key === "ArrowUp" ? to(thing.box.number) : from(thing.box.number);
  lane = { list };
  return list.length ? { line: list[0] } : null;
}
