// Keeps a key, sends nothing anywhere. A browser that allows no storage has no drafts, and everything else works.
const PLACE = "thomas-test-draft";

export default function (component) {
  const { data, parentElement, setStateValue } = component;
  const root = parentElement.querySelector(".tt-draft-key");
  // once for each session of the server: it may have been started anew while the page stayed
  if (!data.settled && root.dataset.told !== data.key) {
    root.dataset.told = data.key;
    setStateValue("found", { asked: data.key, tab: read(sessionStorage), newest: read(localStorage) });
  }
  if (data.settled) keep(data);
  window.onbeforeunload = data.warns ? ask : null;
}

function keep({ key, holds }) {
  write(sessionStorage, key);
  if (holds) write(localStorage, key);
  else if (read(localStorage) === key) write(localStorage, "");
}

function ask(event) {
  event.preventDefault();
  event.returnValue = "";
}

function read(storage) {
  try {
    return storage.getItem(PLACE) ?? "";
  } catch {
    return "";
  }
}

function write(storage, key) {
  try {
    if (key) storage.setItem(PLACE, key);
    else storage.removeItem(PLACE);
  } catch {
    // full, or forbidden
  }
}
