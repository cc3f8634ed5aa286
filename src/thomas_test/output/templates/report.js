"use strict";
{
  const body = document.querySelector("#results tbody");
  const headings = [...document.querySelectorAll("#results thead th")];
  const rows = [...body.rows];
  const order = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });
  const keyOf = (row, column) => {
    const cell = row.cells[column];
    return cell.dataset.sort === undefined ? cell.textContent.trim() : cell.dataset.sort;
  };
  const compare = (a, b, isNumber) => (isNumber ? Number(a) - Number(b) : order.compare(a, b));
  headings.forEach((heading, column) => {
    const button = heading.querySelector("button");
    if (!button) return;
    button.addEventListener("click", () => {
      const down = heading.getAttribute("aria-sort") === "ascending";
      headings.forEach((other) => other.hasAttribute("aria-sort") && other.setAttribute("aria-sort", "none"));
      heading.setAttribute("aria-sort", down ? "descending" : "ascending");
      const isNumber = rows.some((row) => row.cells[column].dataset.sort !== undefined);
      // rows without a value come last whichever way the others run
      const [full, empty] = [rows.filter((row) => keyOf(row, column) !== ""), rows.filter((row) => keyOf(row, column) === "")];
      full.sort((a, b) => compare(keyOf(a, column), keyOf(b, column), isNumber) * (down ? -1 : 1));
      body.append(...full, ...empty);
    });
  });
}
