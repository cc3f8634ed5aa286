// What was entered last is sent when its field is left. The press on a link to another page leaves it, and Streamlit
// follows the link first, or before the page has heard of the entry: one of the two is lost. Such a link waits.
const LINKS = "a[data-testid*=NavLink]";
const WATCHING = "ttLastWord";
const BEGINS_WITHIN_MS = 1000; // some entries begin no run: those of a form, before it is sent off
const PATIENCE_MS = 2000;
const LOOK_EVERY_MS = 20;

const isRunning = () => document.querySelector("[data-testid=stApp]")?.dataset.testScriptState === "running";

export default function () {
  if (document.body.dataset[WATCHING]) return;
  document.body.dataset[WATCHING] = "yes";
  let entered = -Infinity;
  let begun = true; // the run that hears of it
  let follows = false;

  const lookWhetherItBegan = () => { begun ||= isRunning(); };
  new MutationObserver(lookWhetherItBegan).observe(document.querySelector("[data-testid=stApp]"), { attributes: true });

  addEventListener("change", (event) => {
    if (event.target.type === "file") return; // what is read of it goes on by itself
    entered = performance.now();
    begun = false;
  }, true);

  addEventListener("click", (event) => {
    const link = event.target.closest?.(LINKS);
    const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey; // another tab or window
    const isHeard = performance.now() - entered > PATIENCE_MS || (begun && !isRunning());
    if (!link || follows || elsewhere || isHeard) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    followOnceHeard(link, performance.now());
  }, true);

  const followOnceHeard = (link, since) => {
    const waited = performance.now() - since;
    if (waited < PATIENCE_MS && (begun ? isRunning() : waited < BEGINS_WITHIN_MS)) {
      setTimeout(followOnceHeard, LOOK_EVERY_MS, link, since);
      return;
    }
    follows = true;
    link.click();
    follows = false;
  };
}
