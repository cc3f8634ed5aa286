// Streamlit's dialog on a lost connection names its own makers' commands and asks about the internet. Its words are put
// out of sight (React keeps them) and ours take their place, in the same dialog with the same keys.
const WATCHING = "ttClosedNotice";
const THEIRS = "Connection error";
const LOOPBACK = ["localhost", "127.0.0.1", "[::1]", "::1"];

export default function (component) {
  const words = component.data;
  if (document.body.dataset[WATCHING]) return;
  document.body.dataset[WATCHING] = "yes";
  new MutationObserver(() => {
    for (const dialog of document.querySelectorAll("section[role=dialog]:not([data-tt-closed])")) {
      const title = dialog.querySelector("h2");
      if (title?.textContent === THEIRS) tell(dialog, title, words);
    }
  }).observe(document.body, { childList: true, subtree: true });
}

function tell(dialog, title, words) {
  dialog.dataset.ttClosed = "yes";
  for (const theirs of dialog.querySelectorAll(":scope > h2, :scope > div")) theirs.style.display = "none";
  const ours = document.createElement("div");
  ours.className = "tt-closed";
  const heading = document.createElement("h2");
  heading.id = `${title.id}-closed`;
  heading.textContent = words.title;
  const here = LOOPBACK.includes(location.hostname);
  const why = paragraph(here ? words.here : words.elsewhere);
  const command = document.createElement("code");
  command.textContent = words.command;
  const how = document.createElement("p");
  how.append(command);
  ours.append(heading, why, how, paragraph(words.then));
  dialog.append(ours);
  dialog.setAttribute("aria-labelledby", heading.id);
}

function paragraph(text) {
  const node = document.createElement("p");
  node.textContent = text;
  return node;
}
