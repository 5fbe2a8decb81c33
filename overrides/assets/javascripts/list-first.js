// No module: it runs where it stands, in the head of a page with a list, before anything is shown.
// The list is compact from the start for whoever chose that; and where list-tools.js will order it
// or library-buttons.js take from it, it waits for them unseen, so that nothing moves in sight.

{
  const root = document.documentElement.classList;
  const { pathname } = new URL("../../", document.currentScript.src); // This file is two folders down.
  try {
    const choice = JSON.parse(localStorage.getItem(`paperfeed-list:${pathname}`));
    if (choice?.view === "compact") root.add("pf-compact");
    if ((choice?.order ?? "listed") !== "listed") root.add("pf-unordered");
    const library = localStorage.getItem(`paperfeed-library:${pathname}`);
    if (library?.includes('"hideRead":true')) root.add("pf-unsifted");
  } catch {
    // No storage, or something else's in it: the list is as it is.
  }
}
