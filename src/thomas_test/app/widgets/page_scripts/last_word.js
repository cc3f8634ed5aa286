// What was entered last is sent when its field is left. The press on a link to another page leaves it, and Streamlit
// asks for that page first: then it stays where it is, and may lose the entry as well. Here the entry goes first.
const LINKS = "a[data-testid*=NavLink], a[data-testid*=NavDropdownLink]";
const WATCHING = "ttLastWord";
const JUST_NOW_MS = 200;
const SENT_AFTER_MS = 60; // Streamlit sends it a moment after the field was left

export default function () {
  if (document.body.dataset[WATCHING]) return;
  document.body.dataset[WATCHING] = "yes";
  let entered = -Infinity;
  let newest = 0;
  let follows = false;

  const follow = (link, press) => {
    if (press !== newest) return;
    const drawnAnew = () => [...document.querySelectorAll(LINKS)].find((one) => one.href === link.href);
    follows = true;
    (link.isConnected ? link : drawnAnew())?.click(); // one that has gone would load the page anew
    follows = false;
  };

  addEventListener("change", () => { entered = performance.now(); }, true);
  addEventListener("click", (event) => {
    const link = event.target.closest?.(LINKS);
    const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey; // another tab or window
    if (!link || follows || elsewhere) return;
    newest += 1;
    if (performance.now() - entered > JUST_NOW_MS) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    setTimeout(follow, SENT_AFTER_MS, link, newest);
  }, true);
}
