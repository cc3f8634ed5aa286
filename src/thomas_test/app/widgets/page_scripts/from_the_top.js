// Another step begins at its top; a run of the same step leaves the window where it is.
const SHOWN = "ttStep";

export default function ({ data }) {
  const main = document.querySelector("[data-testid=stMain]");
  if (!main || main.dataset[SHOWN] === data.step) return;
  const first = main.dataset[SHOWN] === undefined;
  main.dataset[SHOWN] = data.step;
  if (!first) main.scrollTo({ top: 0 });
}
