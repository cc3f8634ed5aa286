"use strict";
const addRows = (() => {
  const table = document.querySelector("#results");
  const body = table.tBodies[0];
  const headings = [...table.querySelectorAll("thead th")];
  const tools = document.querySelector(".tools").elements;
  const total = Number(table.dataset.rows);
  const shown = Number(table.dataset.shown);
  const order = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });
  // a row is kept as its text: ten thousand of them as elements would take hundreds of megabytes
  const rows = [];
  let chosen = rows;
  let first = 0;
  let sorted = null;

  const keyOf = (cell) => (cell.dataset.sort === undefined ? cell.textContent.trim() : cell.dataset.sort);
  const take = (row) => rows.push({
    html: row.outerHTML,
    status: row.className,
    text: row.textContent.toLowerCase(),
    keys: [...row.cells].map(keyOf),
    numbers: [...row.cells].map((cell) => cell.dataset.sort !== undefined),
  });
  const compare = (column, isNumber) => (a, b) =>
    isNumber ? Number(a.keys[column]) - Number(b.keys[column]) : order.compare(a.keys[column], b.keys[column]);

  const show = () => {
    first = Math.max(0, Math.min(first, Math.ceil(chosen.length / shown - 1) * shown));
    body.innerHTML = chosen.slice(first, first + shown).map((row) => row.html).join("");
    tools.where.value = chosen.length
      ? `${first + 1}–${Math.min(first + shown, chosen.length)} of ${chosen.length}`
      : "none";
    tools.back.disabled = first === 0;
    tools.on.disabled = first + shown >= chosen.length;
    if (rows.length < total) tools.where.value += " so far";
  };

  const choose = () => {
    const words = tools.text.value.toLowerCase().split(/\s+/).filter(Boolean);
    const status = tools.status.value;
    chosen = rows.filter((row) => (!status || row.status === status) && words.every((word) => row.text.includes(word)));
    if (sorted) {
      const { column, down } = sorted;
      const isNumber = chosen.some((row) => row.numbers[column]);
      // rows without a value come last whichever way the others run
      const full = chosen.filter((row) => row.keys[column] !== "");
      const empty = chosen.filter((row) => row.keys[column] === "");
      full.sort((a, b) => compare(column, isNumber)(a, b) * (down ? -1 : 1));
      chosen = [...full, ...empty];
    }
    show();
  };
  const chooseAnew = () => {
    first = 0;
    choose();
  };

  headings.forEach((heading, column) => {
    const button = heading.querySelector("button");
    if (!button) return;
    button.addEventListener("click", () => {
      const down = heading.getAttribute("aria-sort") === "ascending";
      headings.forEach((other) => other.hasAttribute("aria-sort") && other.setAttribute("aria-sort", "none"));
      heading.setAttribute("aria-sort", down ? "descending" : "ascending");
      sorted = { column, down };
      chooseAnew();
    });
  });
  const turn = (by) => {
    first += by * shown;
    show();
    table.scrollIntoView();
  };
  tools.back.addEventListener("click", () => turn(-1));
  tools.on.addEventListener("click", () => turn(1));
  tools.text.addEventListener("input", chooseAnew);
  tools.status.addEventListener("change", chooseAnew);
  // on paper all that is chosen
  addEventListener("beforeprint", () => (body.innerHTML = chosen.map((row) => row.html).join("")));
  addEventListener("afterprint", show);
  tools.text.form.addEventListener("submit", (event) => event.preventDefault());

  [...body.rows].forEach(take);
  tools.text.form.hidden = false;
  tools.text.form.classList.toggle("one-page", total <= shown);
  tools.where.value = total ? `1–${Math.min(shown, total)} of ${total}` : "none";
  tools.back.disabled = true;
  tools.on.disabled = rows.length <= shown;
  table.dataset.loaded = rows.length;

  // the other rows come one part after the other, and let the page be used in between
  const parts = table.dataset.parts.split(" ").filter(Boolean);
  const load = () => {
    const next = parts.shift();
    if (!next) return;
    const script = document.createElement("script");
    script.src = next;
    script.addEventListener("load", () => setTimeout(load, 50));
    document.head.append(script);
  };
  addEventListener("load", () => setTimeout(load, 100));

  return (html) => {
    const part = document.createElement("template");
    part.innerHTML = html;
    [...part.content.querySelectorAll("tr")].forEach(take);
    // what somebody looks at stays as it is until the last part is there
    table.dataset.loaded = rows.length;
    if (rows.length === total) choose();
    else tools.on.disabled = false;
  };
})();
