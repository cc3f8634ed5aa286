// Shows the rows that Python sends and tells which one is looked at; filters, sorts and measures nothing itself.
// Streamlit calls the default function again on the same element with every run: `rooms` keeps what happens meanwhile.
const TELL_AFTER_MS = 90; // a key held down walks through many rows: the last one is told
const PAGE = 10;
const rooms = new WeakMap();

const make = (name, parent, attributes = {}, text) => {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text !== undefined) made.textContent = text;
  parent.appendChild(made);
  return made;
};

class Table {
  constructor(root) {
    this.root = root;
    this.head = root.querySelector("thead tr");
    this.body = root.querySelector("tbody");
    this.said = 0;
    this.body.addEventListener("click", (event) => this.choose(event.target.closest("tr")));
    this.body.addEventListener("dblclick", (event) => this.open(event.target.closest("tr")));
    this.body.addEventListener("keydown", (event) => this.walk(event));
    this.head.addEventListener("click", (event) => {
      const column = event.target.closest("button")?.parentElement.dataset.column;
      if (column) this.tell("sort", column);
    });
  }

  // ---- what comes from the server

  update(data, report) {
    this.report = report;
    const isNew = this.rows === undefined;
    if (isNew) this.said = data.heard;
    const shown = JSON.stringify([data.columns, data.rows, data.sorted, data.down]);
    if (shown !== this.shown) this.fill(data);
    this.shown = shown;
    this.root.querySelector(".tt-scroll").hidden = data.rows.length === 0;
    this.root.querySelector(".tt-none").hidden = data.rows.length > 0;
    // an answer to an older report must not snatch the row from keys that have walked on
    if (this.timer || data.heard < this.said) return this.mark(this.chosen);
    this.mark(data.chosen);
  }

  fill(data) {
    const active = this.root.getRootNode().activeElement;
    const heading = this.head.contains(active) ? active.parentElement.dataset.column : null;
    const inBody = this.body.contains(active);
    this.head.replaceChildren();
    for (const { id, title } of data.columns) {
      const sort = data.sorted !== id ? "none" : data.down ? "descending" : "ascending";
      const cell = make("th", this.head, { scope: "col", "data-column": id, "aria-sort": sort });
      make("button", cell, { type: "button" }, title);
    }
    this.rows = new Map();
    this.body.replaceChildren(...data.rows.map((row) => this.line(row, data.columns)));
    if (heading) this.head.querySelector(`[data-column="${heading}"] button`)?.focus();
    this.refocus = inBody;
  }

  line(row, columns) {
    const line = document.createElement("tr");
    line.className = `tt-${row.tone}`;
    const name = make("th", line, { scope: "row" });
    make("span", name, { class: "tt-narrow", "aria-hidden": "true" }, `${row.sign} `);
    const button = make("button", name, { type: "button", tabindex: -1 });
    // a long name breaks behind its own signs first
    for (const part of row.file.split(/(?<=[-_./ ])/)) button.append(part, document.createElement("wbr"));
    if (row.why) {
      make("td", line, { class: "tt-why", colspan: columns.length - 2 }, row.why);
    } else {
      make("td", line, {}, row.leg);
      for (const [value, within] of [row.thigh, row.knee]) {
        const cell = make("td", line, { class: "tt-number" });
        make("b", cell, {}, value || "–");
        if (within) make("small", cell, {}, within);
      }
      const titled = columns.filter(({ id }) => !["file", "leg", "thigh", "knee", "status"].includes(id));
      titled.forEach(({ id }, place) => {
        const flag = row.flags[place];
        const cell = make("td", line, { "data-column": id, class: `tt-flag tt-${flag.tone}` });
        make("b", cell, { "aria-hidden": "true" }, `${flag.sign} `);
        cell.append(flag.words);
      });
    }
    const status = make("td", line, { class: "tt-status", "data-column": "status" });
    make("span", status, { "aria-hidden": "true" }, `${row.sign} `);
    status.append(row.status);
    if (row.hand) make("small", status, {}, row.hand);
    line.file = row.file;
    this.rows.set(row.file, line);
    return line;
  }

  mark(file) {
    const before = this.rows.get(this.marked);
    const line = this.rows.get(file) ?? this.body.rows[0];
    if (before && before !== line) this.dress(before, false);
    this.chosen = this.marked = line?.file;
    if (!line) return;
    this.dress(line, true);
    if (before !== line || this.refocus) this.bringIntoSight(line);
    if (this.refocus) line.querySelector("button").focus({ preventScroll: true });
    this.refocus = false;
  }

  // within the table's own box: the page itself stays where it is
  bringIntoSight(line) {
    const box = this.root.querySelector(".tt-scroll");
    const head = this.head.offsetHeight;
    if (line.offsetTop - head < box.scrollTop) box.scrollTop = line.offsetTop - head;
    const foot = line.offsetTop + line.offsetHeight - box.clientHeight;
    if (foot > box.scrollTop) box.scrollTop = foot;
  }

  dress(line, chosen) {
    const button = line.querySelector("button");
    line.classList.toggle("tt-chosen", chosen);
    button.tabIndex = chosen ? 0 : -1;
    if (chosen) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
  }

  // ---- what the person does

  choose(line) {
    if (!line) return;
    this.mark(line.file);
    line.querySelector("button").focus({ preventScroll: true });
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.timer = 0;
      this.tell("choose", this.chosen);
    }, TELL_AFTER_MS);
  }

  open(line) {
    if (!line) return;
    clearTimeout(this.timer);
    this.timer = 0;
    this.tell("open", line.file);
  }

  walk(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const lines = [...this.body.rows];
    const at = lines.indexOf(this.rows.get(this.chosen));
    const to = {
      ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + PAGE, PageUp: at - PAGE, Home: 0, End: lines.length - 1,
    }[event.key];
    if (event.key === "Enter") this.open(lines[at]);
    else if (to === undefined) return;
    else this.choose(lines[Math.max(0, Math.min(to, lines.length - 1))]);
    event.preventDefault();
  }

  tell(kind, what) {
    this.said += 1;
    this.report("report", { kind, what, number: this.said });
  }
}

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const root = parentElement.querySelector(".tt-folder");
  if (!rooms.has(root)) rooms.set(root, new Table(root));
  rooms.get(root).update(data, setTriggerValue);
}
