// Closing a box: its inside disappears, lines that led there end at its border, and the room that is then free on all of
// the picture's breadth or height is closed. All that is left keeps its form and its order.

// Parts of [from, to] intervals that are in none of `taken`.
function free(spans, taken) {
  const merged = (all) => {
    const out = [];
    for (const [from, to] of [...all].sort((a, b) => a[0] - b[0])) {
      const last = out[out.length - 1];
      if (last && from <= last[1]) last[1] = Math.max(last[1], to); else out.push([from, to]);
    }
    return out;
  };
  const gaps = [];
  const busy = merged(taken);
  for (const [from, to] of merged(spans)) {
    let at = from;
    for (const [begin, end] of busy) {
      if (end <= at || begin >= to) continue;
      if (begin > at) gaps.push([at, begin]);
      at = Math.max(at, end);
    }
    if (at < to) gaps.push([at, to]);
  }
  return gaps;
}

// From an old coordinate to the one after the gaps are gone.
const closing = (gaps) => (value) => gaps.reduce((at, [from, to]) => at - Math.min(Math.max(value - from, 0), to - from), value);

const within = ([x, y], box) => x > box.x + 0.5 && x < box.x + box.w - 0.5 && y > box.y + 0.5 && y < box.y + box.h - 0.5;

// What of a way is left when its beginning lies inside of `box`.
function leaving(points, box) {
  let last = -1;
  points.forEach((point, at) => { if (within(point, box)) last = at; });
  if (last < 0 || last + 1 >= points.length) return points;
  const [inner, outer] = [points[last], points[last + 1]];
  const edge = [Math.min(Math.max(outer[0], box.x), box.x + box.w), Math.min(Math.max(outer[1], box.y), box.y + box.h)];
  const border = inner[0] === outer[0] ? [inner[0], edge[1]] : [edge[0], inner[1]];
  return [border, ...points.slice(last + 1)];
}
const arriving = (points, box) => leaving([...points].reverse(), box).reverse();

function wayOf(line) {
  const [from, to] = [cover(line.from), cover(line.to)];
  const begin = from ?? line.from;
  const end = to ?? line.to;
  if (begin === end && (from !== null || to !== null)) return null;
  let points = line.points;
  if (from !== null) points = leaving(points, boxes[from]);
  if (to !== null) points = arriving(points, boxes[to]);
  return points.length > 1 ? points : null;
}

function reflow() {
  const covers = boxes.map((box) => cover(box.number));
  const visible = boxes.filter((box) => covers[box.number] === null);
  const closed = visible.filter((box) => box.shut);
  const ways = lines.map(wayOf);
  const tagged = (line) => line.label && ways[line.number]
    && !closed.some((box) => within([line.label.x + line.label.w / 2, line.label.y + line.label.h / 2], box));
  const across = [], down = [];
  const take = (x, y, w, h, room = 0) => { across.push([x - room, x + w + room]); down.push([y - room, y + h + room]); };
  for (const box of visible) {
    if (box.shut) {
      take(box.x, box.y, Math.min(box.w, Math.max(box.cardWidth, 60) + 70), box.cardHeight || 30);
      down.push([box.y + box.h - 8, box.y + box.h]);
    } else if (box.inner.length) {
      take(box.x, box.y, Math.min(box.w, Math.max(box.cardWidth, 60) + 40), box.cardHeight || 30);
      down.push([box.y + box.h - 18, box.y + box.h]);
      across.push([box.x, box.x + 18], [box.x + box.w - 18, box.x + box.w]);
    } else {
      take(box.x, box.y, box.w, box.h, 7);
    }
  }
  for (const line of lines) {
    if (tagged(line)) take(line.label.x, line.label.y, line.label.w, line.label.h, 6);
    (ways[line.number] || []).forEach((point, at, points) => {
      const next = points[at + 1];
      if (!next) return;
      if (point[0] === next[0]) across.push([point[0] - 6, point[0] + 6]);
      if (point[1] === next[1]) down.push([point[1] - 6, point[1] + 6]);
    });
    const ends = ways[line.number];
    if (ends) for (const [x, y] of [ends[0], ends[ends.length - 1]]) take(x - 12, y - 14, 24, 28);
  }
  const gapsX = free(closed.map((box) => [box.x, box.x + box.w]), across);
  const gapsY = free(closed.map((box) => [box.y, box.y + box.h]), down);
  const [fx, fy] = [closing(gapsX), closing(gapsY)];
  // Panels beside the drawing keep their height, those below it their breadth.
  const bottom = Math.max(...boxes.map((box) => box.y + box.h));
  const spots = layout.panels.map(([x, y, w, h]) => (y >= bottom ? { x, y: fy(y), w, h } : { x: fx(x), y, w, h }));
  spots.forEach((spot, number) => panels[number] && move(panels[number], spot.x - layout.panels[number][0], spot.y - layout.panels[number][1]));
  const ends = [layout.masthead, ...spots.map(({ x, y, w, h }) => [x, y, w, h])];
  size.width = Math.min(layout.width, Math.max(fx(layout.width), ...ends.map(([x, , w]) => x + w + 24)));
  size.height = Math.min(layout.height, Math.max(fy(layout.height), ...ends.map(([, y, , h]) => y + h + 24)));
  for (const rest of below) move(rest, 0, size.height - layout.height);
  place(visible, covers, ways, tagged, fx, fy);
}

const shift = (element, { x, y }, fx, fy) => move(element, fx(x) - x, fy(y) - y);

function move(element, dx, dy) {
  if (dx || dy) element.setAttribute("transform", `translate(${dx} ${dy})`); else element.removeAttribute("transform");
}

function place(visible, covers, ways, tagged, fx, fy) {
  for (const box of boxes) for (const part of box.parts) part.classList.toggle("away", covers[box.number] !== null);
  for (const box of visible) {
    const now = box.now = { x: fx(box.x), y: fy(box.y) };
    now.w = fx(box.x + box.w) - now.x;
    now.h = fy(box.y + box.h) - now.y;
    for (const part of box.parts) {
      if (part.classList.contains("compound")) {
        const body = part.querySelector("rect");
        for (const [name, value] of [["x", now.x], ["y", now.y], ["width", now.w], ["height", now.h]]) body.setAttribute(name, value);
        continue;
      }
      shift(part, box, fx, fy);
      if (part.classList.contains("head")) head(part, box, now);
    }
  }
  for (const line of lines) {
    const way = ways[line.number];
    line.now = way && way.map(([x, y]) => [fx(x), fy(y)]);
    if (line.group) {
      line.group.classList.toggle("away", !way);
      if (way) rail(line, line.now, chart.boxes[line.to].kind !== "fork" || cover(line.to) !== null);
    }
    if (line.tag) {
      line.tag.classList.toggle("away", !tagged(line));
      if (line.label) shift(line.tag, line.label, fx, fy);
    }
  }
}

// The bar of a box with others inside, as wide as the box is now.
function head(part, box, now) {
  const [x, y, right, bottom, round] = [box.x, box.y, box.x + now.w, box.y + (box.cardHeight || 30), 12];
  const under = box.shut ? `V${box.y + now.h - round}Q${right} ${box.y + now.h} ${right - round} ${box.y + now.h}H${x + round}Q${x} ${box.y + now.h} ${x} ${box.y + now.h - round}` : `V${bottom}H${x}`;
  const bar = part.querySelector("path.bar");
  bar.setAttribute("d", `M${x} ${y + round}Q${x} ${y} ${x + round} ${y}H${right - round}Q${right} ${y} ${right} ${y + round}${under}Z`);
  for (const rule of part.querySelectorAll("path.rule")) rule.setAttribute("d", rule.dataset.d.replace(/H[\d.]+/, `H${right}`));
  for (const pill of part.querySelectorAll(PILLS)) move(pill, now.w - box.w, 0);
  part.querySelector(".toggle").setAttribute("transform", `translate(${right - 28} ${y + 6})`);
}

const rest = (points, at) => Math.abs(points[at][0] - points[at + 1][0]) + Math.abs(points[at][1] - points[at + 1][1]);
const towards = (from, to, by) => [0, 1].map((axis) => from[axis] + Math.min(Math.max(to[axis] - from[axis], -by), by));

// What a mark says beside a box or a line.
const PILLS = ":scope > rect[rx='8.5'], :scope > text[text-anchor='middle']";

function middle(points) {
  const longest = points.slice(1).reduce((best, _, at) => (rest(points, at) > rest(points, best) ? at : best), 0);
  return [0, 1].map((axis) => (points[longest][axis] + points[longest + 1][axis]) / 2);
}

// A line through these points with round bends and, where it is `headed`, an arrow's head.
function rail({ group, points: before, label }, points, headed) {
  const [long, half] = [8.5, 4.2];
  let data = `M${points[0]}`;
  for (let at = 1; at < points.length; at++) {
    const here = points[at];
    if (at === points.length - 1) { data += `L${headed ? towards(here, points[at - 1], long - 1) : here}`; break; }
    const bend = Math.min(7, rest(points, at - 1) / 2, rest(points, at) / 2);
    data += `L${towards(here, points[at - 1], bend)}Q${here} ${towards(here, points[at + 1], bend)}`;
  }
  for (const shaft of group.querySelectorAll("path.shaft, path.reach")) shaft.setAttribute("d", data);
  // Without a label its marks stand at the middle of its longest stretch.
  const [from, to] = [middle(before), middle(points)];
  if (!label) for (const pill of group.querySelectorAll(PILLS)) move(pill, to[0] - from[0], to[1] - from[1]);
  const arrow = group.querySelector("path.tip");
  if (!arrow) return;
  const tip = points[points.length - 1], last = points[points.length - 2];
  const back = towards(tip, last, long);
  const upright = Math.abs(last[0] - tip[0]) < Math.abs(last[1] - tip[1]);
  const [dx, dy] = upright ? [half, 0] : [0, half];
  arrow.setAttribute("d", `M${tip}L${back[0] + dx} ${back[1] + dy}L${back[0] - dx} ${back[1] - dy}Z`);
}

function close(box, shut = !box.shut) {
  if (!box.inner.length || box.shut === shut) return;
  // Where there are two pictures, both close the same.
  for (const { box: each } of [{ box }, ...counterparts({ box })]) {
    if (!each.inner.length) continue;
    each.shut = shut;
    for (const part of each.parts) part.classList.toggle("shut", shut);
    toggles(each);
  }
  reflow();
  draw();
}

// Opens whatever hides a box.
function reveal(number) {
  for (let at = boxes[number].parent; at !== null; at = boxes[at].parent) close(boxes[at], false);
}
