// Streamlit calls its place for files "presentation" and gives it a name all the same, which screen readers cannot both
// obey. It is a group: of the words in it and the button.
const CONTRADICTS = "[data-testid=stFileUploaderDropzone][role=presentation]";
const WATCHING = "ttMendedMarkup";

const mend = () => {
  for (const place of document.querySelectorAll(CONTRADICTS)) place.setAttribute("role", "group");
};

export default function () {
  mend();
  if (document.body.dataset[WATCHING]) return;
  document.body.dataset[WATCHING] = "yes";
  new MutationObserver(mend).observe(document.body, { childList: true, subtree: true });
}
