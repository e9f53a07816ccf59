// The picture made ready: names for what reads it aloud, handles, keys, the theme.
const panels = [];
const below = [];
for (const svg of svgs) {
  svg.removeAttribute("width");
  svg.removeAttribute("height");
  svg.setAttribute("role", "group");
  svg.querySelector(":scope > rect").remove();
  const own = [...svg.querySelectorAll(":scope > g.panel")];
  panels.push(...own);
  for (let at = own[own.length - 1]?.nextElementSibling; at; at = at.nextElementSibling) below.push(at);
}

const keyed = (element, name, tab) => {
  element.setAttribute("tabindex", tab);
  element.setAttribute("role", "button");
  element.setAttribute("aria-label", name);
};
for (const box of boxes) {
  const front = box.parts[box.parts.length - 1];
  front.querySelector(":scope > rect, :scope > path, :scope > circle").classList.add("shape");
  const kind = KINDS[box.data.kind] || box.data.kind;
  const about = [box.data.label, kind, box.data.title, box.data.description].filter(Boolean).join(", ");
  if (front) keyed(front, about, box.data.label ? 0 : -1);
  if (box.inner.length) {
    const first = front.querySelector(":scope > path");
    first.classList.add("bar");
    for (const rule of front.querySelectorAll(":scope > path:not(.bar)")) if (/^M[\d. ]+H[\d.]+$/.test(rule.getAttribute("d"))) { rule.classList.add("rule"); rule.dataset.d = rule.getAttribute("d"); }
    const toggle = make("g", { class: "toggle" }, front);
    make("rect", { width: 20, height: 18, rx: 5 }, toggle);
    make("path", {}, toggle);
    make("text", { x: -6, y: 13, "text-anchor": "end" }, toggle);
    toggles(box);
  }
}
for (const line of lines) {
  if (!line.group) continue;
  const [shaft, tip] = line.group.querySelectorAll(":scope > path");
  shaft.classList.add("shaft");
  if (tip) tip.classList.add("tip");
  line.group.prepend(make("path", { class: "reach", d: shaft.getAttribute("d") }));
  keyed(line.group, `${line.data.id || line.data.element}, ${line.data.trigger || ""}, from ${boxes[line.from].name} to ${boxes[line.to].name}`, -1);
}
// The card tells more than a tooltip.
for (const title of view.querySelectorAll("g > title")) title.remove();

function toggles(box) {
  const toggle = box.parts[box.parts.length - 1].querySelector(".toggle");
  toggle.querySelector("path").setAttribute("d", box.shut ? "M6 9H14M10 5V13" : "M6 9H14");
  const states = (number) => boxes[number].inner.reduce((sum, each) => sum + states(each), /^(was:)?state:/.test(boxes[number].data.id) ? 1 : 0);
  toggle.querySelector("text").textContent = box.shut ? `${states(box.number) - 1} inside` : "";
  box.parts[box.parts.length - 1].setAttribute("aria-expanded", String(!box.shut));
}

view.addEventListener("focusin", (event) => {
  const thing = thingAt(event.target);
  if (!thing || !event.target.matches(":focus-visible") || pinned) return;
  show(placeOf(thing));
  drawNow();
  light(thing);
  look(thing);
});
view.addEventListener("focusout", () => { if (!pinned) { light(null); card.hidden = true; } });

const outer = boxes.filter((box) => box.inner.length);
const foldAll = byId("fold");
foldAll.hidden = outer.length === 0;
foldAll.addEventListener("click", () => {
  const shut = outer.some((box) => !box.shut);
  pin(null);
  for (const box of outer) { box.shut = shut; for (const part of box.parts) part.classList.toggle("shut", shut); toggles(box); }
  foldAll.textContent = shut ? "Open all" : "Close all";
  reflow();
  fit();
});

const THEMES = ["auto", "light", "dark"];
function theme(name) {
  document.documentElement.dataset.theme = name;
  byId("theme").title = `Colours: ${name} (t)`;
}
// A page from a file may have no memory.
function remembered(value) {
  try { if (value) localStorage.setItem("wayfare-theme", value); return localStorage.getItem("wayfare-theme"); } catch { return null; }
}
function turn() {
  const now = document.documentElement.dataset.theme;
  const dark = now === "dark" || (now === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
  theme(dark ? "light" : "dark");
  remembered(document.documentElement.dataset.theme);
}
const before = remembered();
if (document.documentElement.dataset.theme === "auto" && THEMES.includes(before)) theme(before);

function keys(open = byId("keys").hidden) {
  byId("keys").hidden = !open;
  byId("help").setAttribute("aria-expanded", String(open));
}
byId("in").addEventListener("click", () => zoom(1.25));
byId("out").addEventListener("click", () => zoom(0.8));
byId("fit").addEventListener("click", fit);
byId("theme").addEventListener("click", turn);
byId("help").addEventListener("click", () => keys());

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const thing = view.contains(document.activeElement) ? thingAt(document.activeElement) : null;
  const arrows = { ArrowLeft: [-60, 0], ArrowRight: [60, 0], ArrowUp: [0, -60], ArrowDown: [0, 60] };
  const does = {
    "/": () => { field.focus(); field.select(); },
    "+": () => zoom(1.25), "=": () => zoom(1.25), "-": () => zoom(0.8), "0": fit,
    "?": () => keys(), t: turn,
    c: () => { if (thing && thing.box && thing.box.inner.length) { close(thing.box); focusOn(thing); } else foldAll.click(); },
    Enter: () => { if (thing) pin(same(thing, pinned) ? null : thing); },
    Escape: () => { keys(false); pin(null); document.activeElement.blur(); },
  };
  let done = does[event.key];
  if (!done && event.key in arrows) {
    const there = thing && along(thing, event.key);
    done = there ? () => focusOn(there) : thing ? null : () => pan(...arrows[event.key]);
  }
  // Buttons keep their own Enter.
  if (!done || (event.key === "Enter" && !thing)) return;
  event.preventDefault();
  done();
});

reflow();
fit();
document.documentElement.dataset.ready = "true";
