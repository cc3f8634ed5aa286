// The point editor: an SVG over the picture. It draws and reports; what counts is computed by the server on release.
// The angles shown while dragging follow thomas_test/core/angles.py: y grows downwards, + = knee below the hip.
// Streamlit calls the default function again on the same element whenever the data change: `rooms` keeps what
// happens meanwhile (focus, zoom, a point under the finger).

const SVG = "http://www.w3.org/2000/svg";
const DEGREES = 180 / Math.PI;
const REPORT_AFTER_KEYS_MS = 350;
const HANDLE = 11; // CSS pixels
const HIT = 24;
const rooms = new WeakMap();

const minus = (value) => `${value < 0 ? "−" : ""}${Math.abs(value).toFixed(1)}°`;
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

// Beside each other on a phone there is room for a question mark only; the whole note is in the point's name.
const worded = (label, kind, note) => (!note ? label : kind.includes("tt-unsure") ? `${label}?` : `${label}: ${note}`);

class Editor {
  constructor(root) {
    this.root = root;
    this.find = (selector) => root.querySelector(selector);
    this.svg = this.find(".tt-svg");
    this.handles = new Map();
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
      this.handles.set(id, handle);
    }
    handle.setAttribute("class", `tt-handle tt-${kind}`);
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
    const box = this.svg.getBoundingClientRect();
    const scale = Math.max(width / Math.max(box.width, 1), height / Math.max(box.height, 1));
    for (const [id, handle] of this.handles) {
      const [px, py] = this.place(id);
      handle.setAttribute("transform", `translate(${px} ${py}) scale(${scale})`);
      handle.setAttribute("aria-valuemin", 0);
      handle.setAttribute("aria-valuemax", this.data.width);
      handle.setAttribute("aria-valuenow", Math.round(px));
      handle.setAttribute("aria-valuetext", `${Math.round(px)} right, ${Math.round(py)} down`);
    }
    this.drawLines();
    this.showNumbers();
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
    this.find("[data-show=thigh]").textContent = thigh === null ? "–" : minus(thigh);
    this.find("[data-show=knee]").textContent = knee === null ? "–" : minus(knee);
    this.find("[data-show=level]").textContent = minus(this.tilt);
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
  }

  sendLater(kind) {
    clearTimeout(this.timer);
    this.pendingKind = kind;
    this.timer = setTimeout(() => this.send(kind), REPORT_AFTER_KEYS_MS);
  }

  sendNow() {
    if (this.timer) this.send(this.pendingKind);
  }

  zoom(factor, centre) {
    const { width, height } = this.data;
    const [x, y, w, h] = this.view;
    const focus = centre ?? [x + w / 2, y + h / 2];
    const wide = Math.min(width, Math.max(width / 12, w / factor));
    const share = wide / w;
    this.view = [focus[0] - (focus[0] - x) * share, focus[1] - (focus[1] - y) * share, wide, h * share];
    this.keepInside();
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
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(this.svg.getScreenCTM().inverse());
    return [point.x, point.y];
  }

  listen() {
    this.svg.addEventListener("pointerdown", (event) => this.down(event));
    this.svg.addEventListener("pointermove", (event) => this.drag(event));
    for (const name of ["pointerup", "pointercancel"]) this.svg.addEventListener(name, (event) => this.up(event));
    this.svg.addEventListener("keydown", (event) => this.key(event));
    this.svg.addEventListener("focusin", (event) => this.choose(event));
    this.svg.addEventListener("focusout", () => this.sendNow());
    this.svg.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    this.find(".tt-bar").addEventListener("click", (event) => this.press(event));
    this.find(".tt-numbers").addEventListener("change", (event) => this.typed(event.target));
    this.watch = new ResizeObserver(() => this.data && this.draw());
    this.watch.observe(this.svg);
  }

  down(event) {
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
    event.preventDefault();
    this.svg.setPointerCapture(event.pointerId);
    this.svg.classList.add("tt-busy");
  }

  drag(event) {
    if (!this.held) return;
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
    if (!this.held) return;
    const { kind, moved, report = kind } = this.held;
    this.held = null;
    this.loupe(null);
    this.svg.classList.remove("tt-busy");
    if (this.svg.hasPointerCapture(event.pointerId)) this.svg.releasePointerCapture(event.pointerId);
    if (moved && kind !== "pan") {
      this.send(report);
    } else {
      this.adopt();
      this.draw();
    }
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
    const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    if (handle && ways[event.key]) {
      event.preventDefault();
      const step = event.shiftKey ? 10 : 1;
      const id = handle.dataset.point;
      const [x, y] = this.place(id);
      this.move(id, [x + step * ways[event.key][0], y + step * ways[event.key][1]]);
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
  room.update(data, (edit) => setTriggerValue("edit", edit));
  // Streamlit also calls this for a run that a newer one overtook: the editor goes only when its element has gone.
  return () =>
    setTimeout(() => {
      if (root.isConnected) return;
      room.close();
      rooms.delete(parentElement);
    });
}
