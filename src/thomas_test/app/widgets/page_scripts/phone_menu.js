// On a narrow window the list of pages lies over the page: a choice in it is made, so it goes.
const NARROW = "(max-width: 768px)"; // Streamlit's own border
const WATCHING = "ttPhoneMenu";

export default function () {
  if (document.body.dataset[WATCHING]) return;
  document.body.dataset[WATCHING] = "yes";
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("[data-testid=stSidebarNavLink]");
    if (!link || !matchMedia(NARROW).matches) return;
    // After Streamlit has followed the link.
    setTimeout(() => document.querySelector("[data-testid=stSidebarCollapseButton] button")?.click(), 100);
  });
}
