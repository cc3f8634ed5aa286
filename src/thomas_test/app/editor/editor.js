// The point editor: an SVG over the picture. It draws and reports; what counts is computed by the server on release.
// The angles shown while dragging follow thomas_test/core/angles.py: y grows downwards, + = knee below the hip.
// Streamlit calls the default function again on the same element whenever the data change: `rooms` keeps what
// happens meanwhile (focus, zoom, a point under the finger).

const SVG = "http://www.w3.org/2000/svg";
const DEGREES = 180 / Math.PI;
const REPORT_AFTER_KEYS_MS = 350;
const HANDLE = 11; // CSS pixels
const HIT = 24;
const LETTER = 8; // what a letter of a name takes
const PLACES = ["top left", "top right", "bottom left", "bottom right", "top centre", "bottom centre", "middle left", "middle right"];
const HUD_MARGIN = 8;
const LEVEL_NAME = [76, 20];
const ALONG_LINE = [0.5, 0.3, 0.7, 0.15, 0.85];
const SLIP = 10; // a finger that moved less has not moved
const DOUBLE_TAP_MS = 350;
const DOUBLE_TAP_APART = 40;
const MOST_ZOOM = 12;
const DOUBLE_TAP_ZOOM = 2.5;
const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const rooms = new WeakMap();

const minus = (value) => `${value < 0 ? "−" : ""}${Math.abs(value).toFixed(1)}°`;
const sided = (thigh) => `${Math.abs(thigh).toFixed(1)}°${Math.abs(thigh) < 0.05 ? "" : thigh < 0 ? " above" : " below"}`;
const apart = ([ax, ay], [bx, by]) => Math.hypot(ax - bx, ay - by);
const wrap = (angle) => 180 - ((((180 - angle) % 360) + 360) % 360);
const copy = (points) => Object.fromEntries(Object.entries(points).map(([name, at]) => [name, [...at]]));

export function tiltOf([[x0, y0], [x1, y1]]) {
  let [dx, dy] = [x1 - x0, y1 - y0];
  if (dx < 0 || (dx === 0 && dy > 0)) [dx, dy] = [-dx, -dy];
  const tilt = Math.atan2(-dy, dx) * DEGREES;
  return tilt > 45 ? tilt - 90 : tilt < -45 ? tilt + 90 : tilt; // steeper: a plumb line, turned by a quarter
}

export function thighOf(points, forward, tilt) {
  const { hip, knee } = points;
  return wrap(Math.atan2(knee[1] - hip[1], forward * (knee[0] - hip[0])) * DEGREES + forward * tilt);
}

export function kneeOf({ hip, knee, ankle }) {
  if (!ankle) return null;
  const [ax, ay, bx, by] = [knee[0] - hip[0], knee[1] - hip[1], ankle[0] - knee[0], ankle[1] - knee[1]];
  return Math.atan2(Math.abs(ax * by - ay * bx), ax * bx + ay * by) * DEGREES;
}

function element(name, attributes, parent) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  parent?.appendChild(made);
  return made;
}

// How much of what has a weight a rectangle covers: [left, top, width, height] in CSS pixels, the weight last.
const covered = ([x, y, w, h], things) =>
  things.reduce((sum, [left, top, wide, high, weight]) => sum + (x < left + wide && left < x + w && y < top + high && top < y + h ? weight : 0), 0);

// Beside each other on a phone there is room for a question mark only; the whole note is in the point's name.
const worded = (label, kind, note) => (!note ? label : kind.includes("tt-unsure") ? `${label}?` : `${label}: ${note}`);

class Editor {
  constructor(root) {
    this.root = root;
    this.find = (selector) => root.querySelector(selector);
    this.svg = this.find(".tt-svg");
    this.hud = this.find(".tt-hud");
    this.handles = new Map();
    this.fingers = new Map();
    this.sent = 0;
    this.held = null; // what the pointer holds
    this.listen();
  }

  // ---- what comes from the server

  update(data, report) {
    const first = !this.data || this.data.reading !== data.reading;
    this.report = report;
    this.data = data;
    if (first) {
      this.sent = data.echo;
      this.view = [0, 0, data.width, data.height];
      this.svg.style.aspectRatio = `${data.width} / ${data.height}`;
      for (const handle of this.handles.values()) handle.remove();
      this.handles.clear();
    }
    for (const name of [".tt-picture", ".tt-loupe-picture"]) {
      const picture = this.find(name);
      if (picture.getAttribute("href") !== data.picture) picture.setAttribute("href", data.picture);
      picture.setAttribute("width", data.width);
      picture.setAttribute("height", data.height);
    }
    this.adopt();
    this.dress();
    this.measure();
    this.draw();
    this.find(".tt-say").textContent = data.say;
  }

  adopt() {
    // An answer to an older report must not snatch a point from a hand that has moved on.
    if (this.held || this.timer || this.data.echo < this.sent) return;
    this.points = copy(this.data.points);
    this.line = this.data.line.map((end) => [...end]);
    this.tilt = this.data.tilt;
  }

  // ---- drawing

  dress() {
    const wanted = [...this.data.joints.map((joint) => joint.id), "level_a", "level_b"];
    for (const id of this.handles.keys()) {
      if (!wanted.includes(id)) {
        this.handles.get(id).remove();
        this.handles.delete(id);
      }
    }
    for (const joint of this.data.joints) this.dressOne(joint.id, joint);
    this.dressOne("level_a", { label: "Level line, one end", kind: "end", note: "" });
    this.dressOne("level_b", { label: "Level line, other end", kind: "end", note: "" });
    const off = { undo: !this.data.can_undo, reset: !this.data.can_reset, swap: !this.data.can_swap };
    for (const [name, disabled] of Object.entries(off)) this.find(`[data-do=${name}]`).disabled = disabled;
    for (const name of ["placing", "moving"]) this.find(`[data-help=${name}]`).hidden = (name === "placing") !== Boolean(this.data.placing);
    this.find("[data-help=unsure]").hidden = !this.data.joints.some((joint) => joint.kind.includes("tt-unsure"));
    this.dressTable();
  }

  dressOne(id, { label, kind, note }) {
    let handle = this.handles.get(id);
    if (!handle) {
      handle = element("g", { tabindex: 0, role: "slider", "aria-roledescription": "movable point" }, this.find(".tt-handles"));
      handle.dataset.point = id;
      element("circle", { class: "tt-hit", r: HIT }, handle);
      element("circle", { class: "tt-focus", r: HANDLE + 6 }, handle);
      element("circle", { class: "tt-under", r: HANDLE }, handle);
      element("circle", { class: "tt-ring", r: HANDLE }, handle);
      element("circle", { class: "tt-dot", r: 2 }, handle);
      element("text", { y: -HANDLE - 6, "text-anchor": "middle" }, handle);
      handle.setAttribute("aria-valuemin", 0);
      this.handles.set(id, handle);
    }
    handle.setAttribute("class", `tt-handle tt-${kind}`);
    handle.setAttribute("aria-valuemax", this.data.width);
    handle.dataset.label = note ? `${label}, ${note}` : label;
    handle.querySelector("text").textContent = kind === "end" ? "" : worded(label, kind, note);
    handle.setAttribute("aria-label", handle.dataset.label);
  }

  dressTable() {
    const body = this.find(".tt-numbers tbody");
    const ids = this.data.joints.map((joint) => joint.id).join();
    if (body.dataset.ids === ids) return;
    body.dataset.ids = ids;
    body.replaceChildren(
      ...this.data.joints.map((joint) => {
        const row = document.createElement("tr");
        const head = Object.assign(document.createElement("th"), { scope: "row", textContent: joint.label });
        row.append(head);
        ["right", "down"].forEach((axis, index) => {
          const input = Object.assign(document.createElement("input"), { type: "number", step: "1" });
          input.setAttribute("aria-label", `${joint.label}, pixels ${axis}`);
          input.dataset.joint = joint.id;
          input.dataset.axis = index;
          const cell = document.createElement("td");
          cell.append(input);
          row.append(cell);
        });
        return row;
      }),
    );
  }

  place(id) {
    if (id === "level_a") return this.line[0];
    if (id === "level_b") return this.line[1];
    return this.points[id] ?? this.data.joints.find((joint) => joint.id === id).guess;
  }

  draw() {
    const [x, y, width, height] = this.view;
    this.svg.setAttribute("viewBox", `${x} ${y} ${width} ${height}`);
    this.svg.classList.toggle("tt-zoomed", width < this.data.width - 0.5);
    const scale = 1 / this.scale;
    for (const [id, handle] of this.handles) {
      const [px, py] = this.place(id);
      handle.setAttribute("transform", `translate(${px} ${py}) scale(${scale})`);
      handle.setAttribute("aria-valuenow", Math.round(px));
      handle.setAttribute("aria-valuetext", `${Math.round(px)} right, ${Math.round(py)} down`);
    }
    this.drawLines();
    this.showNumbers();
    this.nameLevel();
    this.placeHud();
  }

  // ---- what lies where on the screen, in CSS pixels of the stage

  measure() {
    const { width, height } = this.svg.getBoundingClientRect();
    this.box = [Math.max(width, 1), Math.max(height, 1)];
    this.hudBox = [this.hud.offsetWidth + 2 * HUD_MARGIN, this.hud.offsetHeight + 2 * HUD_MARGIN];
  }

  get scale() {
    return Math.min(this.box[0] / this.view[2], this.box[1] / this.view[3]);
  }

  get margins() {
    // the picture keeps its shape: what is left of the frame lies beside it or above and below
    return [0, 1].map((axis) => (this.box[axis] - this.view[2 + axis] * this.scale) / 2);
  }

  onStage(at) {
    return [0, 1].map((axis) => (at[axis] - this.view[axis]) * this.scale + this.margins[axis]);
  }

  inPicture(client) {
    const { left, top } = this.svg.getBoundingClientRect();
    return [client[0] - left, client[1] - top].map((at, axis) => this.view[axis] + (at - this.margins[axis]) / this.scale);
  }

  handlesOnStage() {
    const reach = HANDLE + 6;
    return [...this.handles].flatMap(([id, handle]) => {
      const [x, y] = this.onStage(this.place(id));
      const name = handle.querySelector("text").textContent.length * LETTER;
      return [[x - reach, y - reach, 2 * reach, 2 * reach, 100], [x - name / 2, y - HANDLE - 20, name, 20, name ? 1 : 0]];
    });
  }

  nameLevel() {
    const [[x0, y0], [x1, y1]] = this.line;
    const [wide, high] = LEVEL_NAME;
    const things = this.handlesOnStage();
    const places = ALONG_LINE.map((share) => [x0 + share * (x1 - x0), y0 + share * (y1 - y0)]);
    const box = (at) => {
      const [x, y] = this.onStage(at);
      return [x - wide / 2, y - high - 6, wide, high];
    };
    const best = places.find((at) => !covered(box(at), things)) ?? places[0];
    this.nameBox = box(best);
    this.find(".tt-level-name").setAttribute("transform", `translate(${best.join(" ")}) scale(${1 / this.scale}) translate(0 -10)`);
  }

  placeHud() {
    // It stays where it is as long as it hides nothing there; else it goes where it hides least.
    const [across, down] = this.box;
    const [wide, high] = this.hudBox;
    const glass = this.find(".tt-loupe");
    const round = glass.offsetWidth;
    const side = glass.classList.contains("tt-left") ? 0 : across - round;
    const things = [...this.handlesOnStage(), [...this.nameBox, 1], [side, 0, round, round, this.held?.id ? 10 : 0]];
    const from = { left: 0, centre: (across - wide) / 2, right: across - wide, top: 0, middle: (down - high) / 2, bottom: down - high };
    const hides = (place) => {
      const [row, column] = place.split(" ");
      return covered([from[column], from[row], wide, high], things);
    };
    const now = this.hud.dataset.place;
    if (!hides(now)) return;
    this.hud.dataset.place = PLACES.reduce((best, place) => (hides(place) < hides(best) ? place : best), now);
  }

  drawLines() {
    const { points, tilt } = this;
    const ready = points.hip && points.knee; // a person may still be placing the points of a refused picture
    const turn = tilt / DEGREES;
    const path = (way, name) => `<path class="${name}" d="${way}"/>`;
    const join = (...names) => names.every((name) => points[name]) && `M${names.map((name) => points[name].join(" ")).join("L")}`;
    const far = this.data.width;
    const [hx, hy] = points.hip ?? [far / 2, -far];
    const horizon = `M${hx - far * Math.cos(turn)} ${hy + far * Math.sin(turn)}L${hx + far * Math.cos(turn)} ${hy - far * Math.sin(turn)}`;
    const level = `M${this.line.map((end) => end.join(" ")).join("L")}`;
    const parts = [path(horizon, "tt-horizon")];
    const others = [join("other_hip", "other_knee", "other_ankle") || join("other_hip", "other_knee"), join("shoulder", "hip")];
    for (const way of others.filter(Boolean)) parts.push(path(way, "tt-case"), path(way, "tt-other"));
    const shank = join("knee", "ankle");
    if (shank) parts.push(path(shank, "tt-case"), path(shank, "tt-shank"));
    const thigh = join("hip", "knee");
    if (ready) parts.push(path(thigh, "tt-case"), path(thigh, "tt-thigh"));
    // "quiet": a picture not taken from the side, whose thigh and knee in the picture are no angles of the test
    if (ready && !this.data.quiet) parts.push(path(this.thighArc(turn), "tt-angle"));
    parts.push(path(level, "tt-case"), path(level, "tt-level"), path(level, "tt-grab"));
    this.find(".tt-lines").innerHTML = parts.join("");
  }

  thighArc(turn) {
    const { hip, knee } = this.points;
    const radius = 0.45 * Math.hypot(knee[0] - hip[0], knee[1] - hip[1]);
    const start = this.data.forward > 0 ? -turn : Math.PI - turn; // the horizontal, forward
    const swing = (this.data.forward * thighOf(this.points, this.data.forward, this.tilt)) / DEGREES;
    const at = (angle) => `${hip[0] + radius * Math.cos(angle)} ${hip[1] + radius * Math.sin(angle)}`;
    return `M${at(start)}A${radius} ${radius} 0 ${Math.abs(swing) > Math.PI ? 1 : 0} ${swing > 0 ? 1 : 0} ${at(start + swing)}`;
  }

  showNumbers() {
    const { hip, knee: at } = this.points;
    // Before the server has seen the first thigh, the feet point to where the knee lies from the hip.
    if (this.data.placing && hip && at) this.data.forward = at[0] > hip[0] ? 1 : -1;
    const sideways = hip && at && !this.data.quiet;
    for (const name of ["thigh", "knee"]) this.find(`[data-show=${name}]`).parentElement.hidden = Boolean(this.data.quiet);
    const thigh = sideways ? thighOf(this.points, this.data.forward, this.tilt) : null;
    const knee = sideways ? kneeOf(this.points) : null;
    this.find("[data-show=thigh]").textContent = thigh === null ? "–" : sided(thigh);
    this.find("[data-show=knee]").textContent = knee === null ? "–" : minus(knee);
    this.find("[data-show=level]").textContent = minus(this.tilt);
    this.hud.hidden = Boolean(this.data.placing) && thigh === null; // over the points that wait it would say nothing
    const active = this.root.activeElement ?? document.activeElement;
    for (const input of this.root.querySelectorAll("input[data-joint]")) {
      if (input !== active) input.value = this.place(input.dataset.joint)[input.dataset.axis].toFixed(1);
    }
    const tilt = this.find("[data-tilt]");
    if (tilt !== active) tilt.value = this.tilt.toFixed(2);
  }

  loupe(id) {
    const glass = this.find(".tt-loupe");
    glass.classList.toggle("tt-on", id !== null);
    if (id === null) return;
    const [x, y] = this.place(id);
    const half = Math.max(this.data.width, this.data.height) / 32;
    const left = x > this.view[0] + this.view[2] / 2;
    glass.classList.toggle("tt-left", left);
    glass.classList.toggle("tt-right", !left);
    glass.setAttribute("viewBox", `${x - half} ${y - half} ${2 * half} ${2 * half}`);
    const arm = half / 2;
    this.find(".tt-cross").setAttribute(
      "d",
      `M${x - arm} ${y}H${x - arm / 4}M${x + arm / 4} ${y}H${x + arm}M${x} ${y - arm}V${y - arm / 4}M${x} ${y + arm / 4}V${y + arm}`,
    );
    this.placeHud();
  }

  // ---- moving

  move(id, to) {
    const at = [Math.min(Math.max(to[0], 0), this.data.width), Math.min(Math.max(to[1], 0), this.data.height)];
    if (id === "level_a" || id === "level_b") {
      const other = this.line[id === "level_a" ? 1 : 0];
      if (Math.hypot(at[0] - other[0], at[1] - other[1]) < 2) return;
      this.line[id === "level_a" ? 0 : 1] = at;
      this.tilt = tiltOf(this.line);
    } else {
      this.points[id] = at;
    }
    this.draw();
  }

  moveLine(by) {
    // the whole line stops where its first end meets the frame: it must not turn
    const within = (axis, size) => {
      const ends = this.line.map((end) => end[axis]);
      return Math.min(Math.max(by[axis], -Math.min(...ends)), size - Math.max(...ends));
    };
    const [dx, dy] = [within(0, this.data.width), within(1, this.data.height)];
    this.line = this.line.map(([x, y]) => [x + dx, y + dy]);
    this.draw();
  }

  send(kind) {
    clearTimeout(this.timer);
    this.timer = null;
    this.sent += 1;
    const edit = { kind, seq: this.sent, reading: this.data.reading };
    if (kind === "points") edit.points = this.points;
    if (kind === "level") edit.line = this.line;
    this.report(edit);
    this.root.dispatchEvent(new Event("change", { bubbles: true, composed: true })); // as any field says it
  }

  sendLater(kind) {
    clearTimeout(this.timer);
    this.pendingKind = kind;
    this.timer = setTimeout(() => this.send(kind), REPORT_AFTER_KEYS_MS);
  }

  sendNow() {
    if (this.timer) this.send(this.pendingKind);
  }

  // Whatever else a hand does may change the page: what keys have moved until then goes first.
  beforeAnythingElse() {
    const leaving = new AbortController();
    const first = { capture: true, signal: leaving.signal };
    window.addEventListener("pointerdown", () => this.sendNow(), first);
    window.addEventListener("blur", () => this.sendNow(), first);
    window.addEventListener("keydown", (event) => this.goesOnMoving(event) || this.sendNow(), first);
    return leaving;
  }

  goesOnMoving(event) {
    return event.key === "Shift" || (event.key in WAYS && event.composedPath().some((each) => each === this.svg));
  }

  zoom(factor, centre) {
    const [x, y, w, h] = this.view;
    const focus = centre ?? [x + w / 2, y + h / 2];
    this.resize(w / factor);
    const share = this.view[2] / w;
    [this.view[0], this.view[1]] = [focus[0] - (focus[0] - x) * share, focus[1] - (focus[1] - y) * share];
    this.keepInside();
  }

  resize(wide) {
    const { width, height } = this.data;
    this.view[2] = Math.min(width, Math.max(width / MOST_ZOOM, wide));
    this.view[3] = (height * this.view[2]) / width;
  }

  pan(dx, dy) {
    this.view[0] += dx;
    this.view[1] += dy;
    this.keepInside();
  }

  keepInside() {
    const { width, height } = this.data;
    this.view[0] = Math.min(Math.max(this.view[0], 0), width - this.view[2]);
    this.view[1] = Math.min(Math.max(this.view[1], 0), height - this.view[3]);
    this.draw();
  }

  // ---- hands

  at(event) {
    return this.inPicture([event.clientX, event.clientY]);
  }

  listen() {
    this.svg.addEventListener("pointerdown", (event) => this.down(event));
    this.svg.addEventListener("pointermove", (event) => this.drag(event));
    for (const name of ["pointerup", "pointercancel"]) this.svg.addEventListener(name, (event) => this.up(event));
    // two fingers are ours: the browser would scroll the page or enlarge all of it
    this.svg.addEventListener("touchstart", (event) => event.touches.length > 1 && event.preventDefault(), { passive: false });
    this.svg.addEventListener("keydown", (event) => this.key(event));
    this.svg.addEventListener("focusin", (event) => this.choose(event));
    this.svg.addEventListener("focusout", () => this.sendNow());
    this.svg.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    this.find(".tt-bar").addEventListener("click", (event) => this.press(event));
    this.find(".tt-numbers").addEventListener("change", (event) => this.typed(event.target));
    this.watch = new ResizeObserver(() => {
      if (!this.data) return;
      this.measure();
      this.draw();
    });
    for (const sized of [this.svg, this.hud]) this.watch.observe(sized);
    this.leaving = this.beforeAnythingElse();
  }

  down(event) {
    const client = [event.clientX, event.clientY];
    if (event.pointerType === "touch") this.fingers.set(event.pointerId, { at: client, from: client });
    if (this.fingers.size === 2 && this.mayPinch()) {
      this.pinch(event);
      return;
    }
    if (event.button > 0 || this.held) return;
    const start = this.at(event);
    const handle = event.target.closest(".tt-handle");
    if (handle) {
      const id = handle.dataset.point;
      const at = this.place(id);
      this.held = { kind: id.startsWith("level") ? "level" : "points", id, grip: [at[0] - start[0], at[1] - start[1]] };
      handle.focus();
      this.loupe(id);
    } else if (event.target.closest(".tt-grab")) {
      this.held = { kind: "line", report: "level", last: start };
    } else if (this.svg.classList.contains("tt-zoomed")) {
      this.held = { kind: "pan", last: start };
    } else {
      return;
    }
    Object.assign(this.held, { pointer: event.pointerId, before: [copy(this.points), [...this.line], this.tilt] });
    this.take(event);
  }

  take(event) {
    event.preventDefault();
    this.svg.setPointerCapture(event.pointerId);
    this.svg.classList.add("tt-busy");
  }

  drag(event) {
    const finger = this.fingers.get(event.pointerId);
    if (finger) finger.at = [event.clientX, event.clientY];
    if (this.held?.kind === "pinch") this.pinchTo();
    if (this.held?.pointer !== event.pointerId) return;
    const here = this.at(event);
    const { kind, id, grip, last } = this.held;
    if (kind === "pan") {
      this.pan(last[0] - here[0], last[1] - here[1]);
    } else if (kind === "line") {
      this.moveLine([here[0] - last[0], here[1] - last[1]]);
      Object.assign(this.held, { last: here, moved: true });
    } else {
      this.move(id, [here[0] + grip[0], here[1] + grip[1]]);
      this.held.moved = true;
      this.loupe(id);
    }
  }

  up(event) {
    const finger = this.fingers.get(event.pointerId);
    this.fingers.delete(event.pointerId);
    if (this.svg.hasPointerCapture(event.pointerId)) this.svg.releasePointerCapture(event.pointerId);
    const pinched = this.held?.kind === "pinch";
    if (!pinched && finger && event.type === "pointerup" && apart(finger.at, finger.from) < SLIP) this.tapped(event);
    if (!this.held || (!pinched && this.held.pointer !== event.pointerId)) return;
    const { kind, moved, report = kind } = this.held;
    this.held = null;
    this.loupe(null);
    this.svg.classList.remove("tt-busy");
    if (moved && kind !== "pan") {
      this.send(report);
    } else {
      this.adopt();
      this.draw();
    }
  }

  // ---- two fingers, two taps

  mayPinch() {
    // A second finger beside one that has dragged something far is a slip of the hand.
    return !this.held || [...this.fingers.values()].every(({ at, from }) => apart(at, from) < SLIP);
  }

  pinch(event) {
    if (this.held) [this.points, this.line, this.tilt] = this.held.before; // the first finger meant the picture, too
    this.loupe(null);
    this.tap = null;
    const { middle, wide } = this.spread();
    this.held = { kind: "pinch", wide: wide * this.view[2], middle: this.inPicture(middle) };
    this.take(event);
  }

  spread() {
    const [one, other] = [...this.fingers.values()].map(({ at }) => at);
    return { middle: [(one[0] + other[0]) / 2, (one[1] + other[1]) / 2], wide: Math.max(apart(one, other), 1) };
  }

  pinchTo() {
    const { middle, wide } = this.spread();
    this.resize(this.held.wide / wide);
    const now = this.inPicture(middle);
    this.pan(this.held.middle[0] - now[0], this.held.middle[1] - now[1]); // what lay between the fingers stays there
  }

  tapped(event) {
    const tap = { at: [event.clientX, event.clientY], when: event.timeStamp };
    const second = this.tap && tap.when - this.tap.when < DOUBLE_TAP_MS && apart(tap.at, this.tap.at) < DOUBLE_TAP_APART;
    this.tap = second ? null : tap;
    if (!second) return;
    if (this.svg.classList.contains("tt-zoomed")) this.zoom(1 / 1000);
    else this.zoom(DOUBLE_TAP_ZOOM, this.at(event));
  }

  choose(event) {
    const handle = event.target.closest(".tt-handle");
    if (!handle) return;
    this.chosen = handle.dataset.point;
    const [x, y] = this.place(this.chosen);
    const [left, top, width, height] = this.view;
    if (!this.held && (x < left || x > left + width || y < top || y > top + height)) this.centre([x, y]);
  }

  centre([x, y]) {
    this.view[0] = x - this.view[2] / 2;
    this.view[1] = y - this.view[3] / 2;
    this.keepInside();
  }

  zoomOn(factor) {
    // onto the point that is being worked on, where there is one
    const id = this.handles.has(this.chosen) ? this.chosen : null;
    this.zoom(factor);
    if (id && factor > 1) this.centre(this.place(id));
  }

  key(event) {
    const handle = event.target.closest(".tt-handle");
    if (event.key === "z" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      this.sendNow();
      this.send("undo");
      return;
    }
    if (handle && WAYS[event.key]) {
      event.preventDefault();
      const step = event.shiftKey ? 10 : 1;
      const id = handle.dataset.point;
      const [x, y] = this.place(id);
      this.move(id, [x + step * WAYS[event.key][0], y + step * WAYS[event.key][1]]);
      this.sendLater(id.startsWith("level") ? "level" : "points");
    } else if (event.key === "+" || event.key === "-") {
      event.preventDefault();
      if (event.key === "+") this.zoomOn(1.5);
      else this.zoom(1 / 1.5, handle && this.place(handle.dataset.point));
    }
  }

  wheel(event) {
    if (!event.ctrlKey && !event.metaKey) return; // the page scrolls
    event.preventDefault();
    this.zoom(event.deltaY < 0 ? 1.2 : 1 / 1.2, this.at(event));
  }

  press(event) {
    const name = event.target.dataset.do;
    if (name === "in") this.zoomOn(1.5);
    else if (name === "out") this.zoom(1 / 1.5);
    else if (name === "fit") this.zoom(1 / 1000);
    else if (name) this.send(name);
  }

  typed(input) {
    const value = Number.parseFloat(input.value);
    if (!Number.isFinite(value)) {
      this.showNumbers();
      return;
    }
    if (input.dataset.joint) {
      const to = [...this.place(input.dataset.joint)];
      to[input.dataset.axis] = value;
      this.move(input.dataset.joint, to);
      this.send("points");
    } else {
      this.turnLine(Math.min(Math.max(value, -45), 45));
      this.send("level");
    }
  }

  turnLine(tilt) {
    const [[x0, y0], [x1, y1]] = this.line;
    const [cx, cy, half] = [(x0 + x1) / 2, (y0 + y1) / 2, Math.hypot(x1 - x0, y1 - y0) / 2];
    const [dx, dy] = [half * Math.cos(tilt / DEGREES), half * Math.sin(tilt / DEGREES)];
    this.line = [[cx - dx, cy + dy], [cx + dx, cy - dy]];
    this.tilt = tilt;
    this.draw();
  }

  close() {
    this.watch.disconnect();
    this.leaving.abort();
    clearTimeout(this.timer);
  }
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".tt-editor");
  let room = rooms.get(parentElement);
  if (!room || room.root !== root) {
    room?.close();
    room = new Editor(root);
    rooms.set(parentElement, room);
  }
  room.update(data, (edit) => setTriggerValue("report", edit));
  // Streamlit also calls this for a run that a newer one overtook: the editor goes only when its element has gone.
  return () =>
    setTimeout(() => {
      if (root.isConnected) return;
      room.close();
      rooms.delete(parentElement);
    });
}
