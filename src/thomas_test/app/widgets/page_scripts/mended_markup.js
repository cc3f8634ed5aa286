// Streamlit calls its place for files "presentation" and gives it a name all the same, which screen readers cannot both
// obey. It is a group: of the words in it and the button.
const CONTRADICTS = "[data-testid=stFileUploaderDropzone][role=presentation]";
const WATCHING = "ttMendedMarkup";
const DARK = matchMedia("(prefers-color-scheme: dark)");
const STREAMLIT_FIRST_MS = 200;

const mend = () => {
  for (const place of document.querySelectorAll(CONTRADICTS)) place.setAttribute("role", "group");
};

export default function ({ setTriggerValue }) {
  mend();
  // When the machine goes from light to dark Streamlit's own colours follow at once, ours only with the next run.
  DARK.onchange = () => setTimeout(() => setTriggerValue("dark", DARK.matches), STREAMLIT_FIRST_MS);
  if (document.body.dataset[WATCHING]) return;
  document.body.dataset[WATCHING] = "yes";
  new MutationObserver(mend).observe(document.body, { childList: true, subtree: true });
}
