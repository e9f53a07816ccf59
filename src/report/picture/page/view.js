// What part of the picture is seen: `seen` is its corner in the picture and how many pixels one unit takes.
const seen = { x: 0, y: 0, scale: 1 };
const size = { width: layout.width, height: layout.height };
// Until its reader moves it, all of the picture stays in view.
let untouched = true;

// What was drawn last. A large picture takes long to draw: while it moves, what was drawn is moved, with as much around it
// as half of the view, and when it rests it is drawn anew.
const drawn = { ...seen };
const AROUND = 0.5;
let moving = 0, resting = 0;

function draw() {
  moving ||= requestAnimationFrame(() => {
    moving = 0;
    const ratio = seen.scale / drawn.scale;
    const [left, top] = [pane.clientWidth * AROUND, pane.clientHeight * AROUND];
    const [x, y] = [(drawn.x - seen.x) * seen.scale + left * (1 - ratio), (drawn.y - seen.y) * seen.scale + top * (1 - ratio)];
    for (const svg of svgs) svg.style.transform = `translate(${x}px, ${y}px) scale(${ratio})`;
  });
  clearTimeout(resting);
  resting = setTimeout(drawNow, 120);
}

function drawNow() {
  cancelAnimationFrame(moving);
  clearTimeout(resting);
  moving = 0;
  Object.assign(drawn, seen);
  const [width, height] = [Math.max(pane.clientWidth, 1) / seen.scale, Math.max(pane.clientHeight, 1) / seen.scale];
  const all = 1 + 2 * AROUND;
  const box = `${seen.x - width * AROUND} ${seen.y - height * AROUND} ${width * all} ${height * all}`;
  for (const svg of svgs) {
    svg.setAttribute("viewBox", box);
    svg.style.transform = "";
  }
}

function fit() {
  untouched = true;
  const { clientWidth: width, clientHeight: height } = pane;
  const margin = 16;
  const scale = Math.min((width - 2 * margin) / size.width, (height - 2 * margin) / size.height, 1.4);
  seen.scale = Math.max(scale, 0.02);
  seen.x = (size.width - width / seen.scale) / 2;
  seen.y = (size.height - height / seen.scale) / 2;
  drawNow();
}

// Zooms by `factor` and keeps what is at this point of the view where it is.
function zoom(factor, left = pane.clientWidth / 2, top = pane.clientHeight / 2) {
  untouched = false;
  const scale = Math.min(Math.max(seen.scale * factor, 0.02), 8);
  seen.x += left / seen.scale - left / scale;
  seen.y += top / seen.scale - top / scale;
  seen.scale = scale;
  draw();
}

function pan(right, down) {
  untouched = false;
  seen.x += right / seen.scale;
  seen.y += down / seen.scale;
  draw();
}

// Brings a part of the picture into view, no larger than it is, and large enough to be read.
function show({ x, y, w, h }) {
  const width = pane.clientWidth;
  // On a narrow screen the card takes the lower part.
  const height = pane.clientHeight * (innerWidth <= 640 ? 0.5 : 1);
  if (seen.scale < 0.45) {
    untouched = false;
    seen.scale = 0.8;
    seen.x = x + w / 2 - width / seen.scale / 2;
    seen.y = y + h / 2 - height / seen.scale / 2;
  }
  const [across, down] = [width / seen.scale, height / seen.scale];
  const inside = x >= seen.x && y >= seen.y && x + w <= seen.x + across && y + h <= seen.y + down;
  if (!inside) {
    untouched = false;
    seen.x = x + Math.min(w, across) / 2 - across / 2;
    seen.y = y + Math.min(h, down) / 2 - down / 2;
  }
  draw();
}

const paneAt = (target) => (target.closest && target.closest(".pane")) || pane;

view.addEventListener("wheel", (event) => {
  event.preventDefault();
  const area = paneAt(event.target).getBoundingClientRect();
  const step = event.deltaMode === 1 ? event.deltaY * 16 : event.deltaY;
  // A pinch on a trackpad comes as a wheel with the control key, in small steps.
  zoom(Math.exp(-step * (event.ctrlKey ? 0.01 : 0.0016)), event.clientX - area.left, event.clientY - area.top);
}, { passive: false });

const fingers = new Map();
let moved = 0;
view.addEventListener("pointerdown", (event) => {
  if (event.button !== 0) return;
  fingers.set(event.pointerId, [event.clientX, event.clientY]);
  moved = 0;
});
addEventListener("pointermove", (event) => {
  const before = fingers.get(event.pointerId);
  if (!before) return;
  const now = [event.clientX, event.clientY];
  const [other] = [...fingers].filter(([id]) => id !== event.pointerId).map(([, at]) => at);
  moved += Math.hypot(now[0] - before[0], now[1] - before[1]);
  if (moved > 4) view.classList.add("dragged");
  if (other) {
    const spread = (at) => Math.hypot(at[0] - other[0], at[1] - other[1]) || 1;
    const area = paneAt(event.target).getBoundingClientRect();
    zoom(spread(now) / spread(before), (now[0] + other[0]) / 2 - area.left, (now[1] + other[1]) / 2 - area.top);
    pan((before[0] - now[0]) / 2, (before[1] - now[1]) / 2);
  } else {
    pan(before[0] - now[0], before[1] - now[1]);
  }
  fingers.set(event.pointerId, now);
});
for (const end of ["pointerup", "pointercancel"]) addEventListener(end, (event) => {
  fingers.delete(event.pointerId);
  if (fingers.size === 0) view.classList.remove("dragged");
});
// A drag is no click.
view.addEventListener("click", (event) => { if (moved > 4) event.stopPropagation(); }, true);
new ResizeObserver(() => (untouched ? fit() : draw())).observe(view);
// On paper there is no view: all of it is printed.
addEventListener("beforeprint", () => { for (const svg of svgs) svg.setAttribute("viewBox", `0 0 ${size.width} ${size.height}`); });
addEventListener("afterprint", drawNow);
