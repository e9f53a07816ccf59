// Search: everything that a state, a step or a panel says.
const field = byId("find");
const found = byId("found");
const hits = { list: [], at: -1 };

const said = (data) => [data.label, data.id, data.element, data.title, data.description, data.trigger, data.guard, ...(data.tags || []), ...(data.goals || []), ...(data.effects || []).map((effect) => effect.full)].filter(Boolean).join("\n").toLowerCase();
const places = [
  ...boxes.filter((box) => box.data.label).map((box) => ({ text: said(box.data), thing: { box }, elements: box.parts })),
  ...lines.filter((line) => line.data.trigger || line.data.id).map((line) => ({ text: said(line.data), thing: { line }, elements: [line.tag || line.group] })),
  ...[...rows].map(([element, row]) => {
    const drawn = [...view.querySelectorAll("g.row[data-element]")].filter((each) => each.dataset.element === element);
    return { text: said(row.data), thing: { row: element, element: drawn[0] }, elements: row.box ? row.box.parts : drawn, drawn };
  }).filter((place) => place.drawn.length),
];

function search() {
  const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
  for (const element of view.querySelectorAll(".hit")) element.classList.remove("hit", "now");
  hits.list = words.length ? places.filter((place) => words.every((word) => place.text.includes(word))) : [];
  hits.at = -1;
  view.classList.toggle("found", words.length > 0);
  for (const hit of hits.list) for (const element of hit.elements) element.classList.add("hit");
  found.textContent = words.length ? (hits.list.length ? `${hits.list.length} found` : "none") : "";
}

function next(by) {
  if (!hits.list.length) return;
  hits.at = (hits.at + by + hits.list.length) % hits.list.length;
  const { thing, elements } = hits.list[hits.at];
  const number = thing.box ? thing.box.number : thing.line ? thing.line.from : rows.get(thing.row).box?.number;
  if (number !== undefined) reveal(number);
  if (thing.line) reveal(thing.line.to);
  for (const element of view.querySelectorAll(".now")) element.classList.remove("now");
  for (const element of elements) element.classList.add("now");
  show(placeOf(thing));
  drawNow();
  pin(thing);
  found.textContent = `${hits.at + 1} of ${hits.list.length}`;
}

field.addEventListener("input", search);
field.addEventListener("keydown", (event) => {
  if (event.key === "Enter") { event.preventDefault(); next(event.shiftKey ? -1 : 1); }
  if (event.key === "Escape") { field.value = ""; search(); pin(null); field.blur(); }
  event.stopPropagation();
});
