// The whole of what the picture shortens, in a card beside it.
const card = byId("card");
const CAUSES = { event: "On", timer: "Timer", always: "Always", done: "When done", fate: "Answer", share: "Share", structure: "When" };
const KINDS = { atomic: "state", compound: "state with states inside", parallel: "all of its regions at once", final: "final state", history: "remembers where one was", deep_history: "remembers where one was, all the way down", split: "experiment", fork: "into several regions", anywhere: "whatever the state", exit: "the journey is over", start: "begins here" };

function put(parent, name, text, className) {
  const element = document.createElement(name);
  if (text !== undefined) element.textContent = text;
  if (className) element.className = className;
  parent.append(element);
  return element;
}

function fact(list, name, value, className) {
  if (!value) return;
  put(list, "dt", name);
  put(put(list, "dd"), "code", value, className);
}

function facts(parent, data, ends) {
  const list = put(parent, "dl");
  if (ends) fact(list, "Leads", ends);
  if (data.trigger) fact(list, CAUSES[data.cause] || "On", data.trigger);
  fact(list, "If", data.guard, "guard");
  if (data.effects) {
    put(list, "dt", "Does");
    const all = put(put(list, "dd"), "ul");
    for (const effect of data.effects) put(put(all, "li"), "code", "  ".repeat(effect.depth || 0) + effect.full, "effect");
  }
  if (data.reenter) fact(list, "Also", "leaves the state and enters it again");
}

function ending(data) {
  if (data.mark) {
    const { count, badge, note } = data.mark;
    const said = [count, badge, note].filter((each) => each !== undefined).join(" · ");
    if (said) put(card, "p", said, "mark");
  }
  if (data.place) put(card, "p", `${data.place.file}:${data.place.line}:${data.place.column}`, "place");
}

function heading(name, kind, data) {
  put(put(card, "h2", name), "small", kind);
  if (data.title) put(card, "p", data.title);
  if (data.description) put(card, "p", data.description, "about");
}

// Fills the card with what is known of a box, a line or a row.
function tell(thing) {
  card.replaceChildren();
  if (thing.line) {
    const { data, from, to } = thing.line;
    heading(data.id || data.element, data.element.replace(/^was:/, "").split(":")[0].replace("_", " "), data);
    facts(card, data, `${boxes[from].name} → ${boxes[to].name}`);
    ending(data);
  } else if (thing.row) {
    const { data, box, heading: panel } = rows.get(thing.row);
    heading(data.id || data.trigger, box ? `in ${box.name}` : panel, data);
    facts(card, data);
    ending(data);
  } else {
    const { data, inner } = thing.box;
    heading(data.label || "", KINDS[data.kind] || data.kind, data);
    const list = put(card, "dl");
    fact(list, "Goal", (data.goals || []).join(", "));
    fact(list, "Tags", (data.tags || []).join(", "));
    fact(list, "Inside", inner.map((number) => boxes[number].data.label).filter(Boolean).join(", "));
    for (const row of data.rows || []) {
      put(card, "h3", row.id || row.trigger);
      facts(card, row.id ? row : { ...row, trigger: "" });
    }
    ending(data);
  }
}

// Puts the card beside a part of the screen, where there is room.
function beside(area) {
  card.hidden = false;
  const { offsetWidth: width, offsetHeight: height } = card;
  const right = area.right + 14, left = area.left - width - 14;
  const x = right + width < innerWidth - 8 ? right : left > 8 ? left : Math.max(8, innerWidth - width - 12);
  const below = right + width < innerWidth - 8 || left > 8 ? area.top : area.bottom + 12;
  card.style.left = `${x}px`;
  card.style.top = `${Math.min(Math.max(60, below), Math.max(60, innerHeight - height - 12))}px`;
}
