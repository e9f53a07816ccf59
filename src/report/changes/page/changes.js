// Two versions: what is the same in both, and the list of what changed.
const difference = JSON.parse(byId("difference").textContent);
const twin = new Map(difference.twins.flatMap(([one, other]) => [[one, other], [other, one]]));
const itself = (element) => element.replace(/^was:/, "");
const isOld = (thing) => (thing.line ? thing.line.from : thing.box.number) < difference.first;
const linesOf = new Map();
for (const line of lines) {
  const name = itself(line.data.element);
  linesOf.set(name, [...(linesOf.get(name) || []), line]);
}
counterparts = (thing) => {
  if (thing.box) return twin.has(thing.box.number) ? [{ box: boxes[twin.get(thing.box.number)] }] : [];
  if (!thing.line) return [];
  const others = linesOf.get(itself(thing.line.data.element)).map((line) => ({ line }));
  return others.filter((other) => isOld(other) !== isOld(thing));
};

// What is drawn for a name: boxes, lines, rows in boxes and beside.
function thingsOf(name) {
  const found = boxes.filter((box) => box.data.id === name).map((box) => ({ box }));
  found.push(...lines.filter((line) => line.data.element === name).map((line) => ({ line })));
  if (rows.has(name)) {
    const element = [...view.querySelectorAll("g.row")].find((each) => each.dataset.element === name);
    if (element) found.push({ row: name, element });
  }
  return found;
}

const buttons = [...document.querySelectorAll("button.change")];
const things = difference.changes.map((names) => names.flatMap(thingsOf));
buttons.forEach((button, number) => button.classList.toggle("unseen", things[number].length === 0));
let chosen = -1;

// Marks the places of a change in both pictures, and brings them into view.
function choose(number) {
  pin(null);
  chosen = number === chosen ? -1 : number;
  buttons.forEach((button, at) => button.setAttribute("aria-pressed", String(at === chosen)));
  if (chosen < 0) return;
  const all = things[chosen];
  for (const thing of all) {
    const holder = thing.row ? rows.get(thing.row).box : thing.box || boxes[thing.line.from];
    if (holder) reveal(holder.number);
    if (thing.line) reveal(thing.line.to);
  }
  for (const thing of all) {
    const own = thing.row ? [thing.element, ...(rows.get(thing.row).box ? rows.get(thing.row).box.parts : [])] : thing.box ? thing.box.parts : company(thing);
    for (const element of own) element.classList.add("on");
  }
  view.classList.toggle("chosen", all.some((thing) => !thing.row || rows.get(thing.row).box));
  const areas = all.map(area);
  if (!areas.length) return;
  const [left, top] = [Math.min(...areas.map(({ x }) => x)), Math.min(...areas.map(({ y }) => y))];
  const [right, bottom] = [Math.max(...areas.map(({ x, w }) => x + w)), Math.max(...areas.map(({ y, h }) => y + h))];
  show({ x: left, y: top, w: right - left, h: bottom - top });
  drawNow();
}

function area(thing) {
  if (thing.row && !rows.get(thing.row).box) {
    const { x, y, width, height } = thing.element.getBBox();
    return { x, y, w: width, h: height };
  }
  return placeOf(thing);
}

buttons.forEach((button, number) => button.addEventListener("click", () => choose(number)));
// What is pinned in the picture takes the place of what is chosen in the list.
view.addEventListener("click", () => { if (chosen >= 0) { chosen = -1; for (const button of buttons) button.setAttribute("aria-pressed", "false"); } }, true);

function step(by) {
  if (!buttons.length) return;
  const at = (chosen < 0 && by < 0 ? 0 : chosen) + by;
  const number = (at + buttons.length) % buttons.length;
  buttons[number].focus();
  buttons[number].scrollIntoView({ block: "nearest" });
  chosen = -1;
  choose(number);
}
addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target === field) return;
  if (event.key === "n" || event.key === "p") {
    event.preventDefault();
    step(event.key === "n" ? 1 : -1);
  }
  if (event.key === "Escape" && chosen >= 0) choose(chosen);
});
byId("changes").addEventListener("keydown", (event) => {
  const at = buttons.indexOf(document.activeElement);
  const to = event.key === "ArrowDown" ? at + 1 : event.key === "ArrowUp" ? at - 1 : -1;
  if (at < 0 || !buttons[to]) return;
  event.preventDefault();
  event.stopPropagation();
  buttons[to].focus();
});
