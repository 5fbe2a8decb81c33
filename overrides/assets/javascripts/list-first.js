// No module: it runs where it stands, at the head of a list, before anything of the list is shown.
// The list is compact from the start for whoever chose that; and where list-tools.js will order it
// or library-buttons.js take from it, it waits for them unseen, so that nothing moves in sight.

{
  const { src, parentElement: list } = document.currentScript;
  const { pathname } = new URL("../../", src); // The site's root: this file is two folders down.
  try {
    const choice = JSON.parse(localStorage.getItem(`paperfeed-list:${pathname}`));
    if (choice?.view === "compact") list.classList.add("pf-cards--compact");
    if ((choice?.order ?? "listed") !== "listed") list.classList.add("pf-cards--unordered");
    const library = localStorage.getItem(`paperfeed-library:${pathname}`);
    if (library?.includes('"hideRead":true')) list.classList.add("pf-cards--unsifted");
  } catch {
    // No storage, or something else's in it: the list is as it is.
  }
}
