// What is drawn, and where: the chart, its numbers, and the elements of the picture that stand for them.
const byId = (id) => document.getElementById(id);
const chart = JSON.parse(byId("chart").textContent);
const layout = JSON.parse(byId("layout").textContent);
const view = byId("view");
// One picture, or one for each of two versions: they are looked at together, what is at a place in one and in the other.
const panes = view.querySelector(".pane") ? [...view.querySelectorAll(".pane")] : [view];
const pane = panes[0];
const svgs = panes.map((each) => each.querySelector("svg"));
const NS = "http://www.w3.org/2000/svg";

const rect = ([x, y, w, h, cardWidth, cardHeight]) => ({ x, y, w, h, cardWidth, cardHeight });
const numberOf = new Map(chart.boxes.map((box, number) => [box.id, number]));
const boxes = chart.boxes.map((data, number) => ({
  number, data, ...rect(layout.boxes[number]), shut: false, inner: [],
  parent: data.parent === null ? null : numberOf.get(data.parent),
  name: data.label || data.kind,
  parts: [],
}));
for (const part of view.querySelectorAll("[data-box]")) boxes[part.dataset.box].parts.push(part);
for (const box of boxes) if (box.parent !== null) boxes[box.parent].inner.push(box.number);
const drawnLines = { line: new Map(), label: new Map() };
for (const part of view.querySelectorAll(".line[data-line], .label[data-line]")) drawnLines[part.classList.contains("line") ? "line" : "label"].set(Number(part.dataset.line), part);
const lines = chart.lines.map((data, number) => ({
  number, data, points: layout.lines[number].points,
  from: numberOf.get(data.from), to: numberOf.get(data.to),
  label: layout.lines[number].label && rect(layout.lines[number].label),
  group: drawnLines.line.get(number) || null,
  tag: drawnLines.label.get(number) || null,
}));

// What happens inside of boxes, and what is told beside, by the name of its element.
const rows = new Map();
for (const box of boxes) for (const row of box.data.rows || []) rows.set(row.element, { data: row, box });
for (const panel of chart.panels) for (const row of panel.rows || []) rows.set(row.element, { data: row, heading: panel.heading });

// What is the same in the other picture, where there are two.
let counterparts = () => [];

// The outermost closed box around one, or null where it can be seen.
function cover(number) {
  let outer = null;
  for (let at = boxes[number].parent; at !== null; at = boxes[at].parent) if (boxes[at].shut) outer = at;
  return outer;
}

function make(name, attributes, parent) {
  const element = document.createElementNS(NS, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  if (parent) parent.append(element);
  return element;
}
