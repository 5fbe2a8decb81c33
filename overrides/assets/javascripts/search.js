// Search: the box in the header and the search page, which is loaded only there; keys.js has the
// key that leads to either.

import { openIndex } from "./search-index.js";
import { startBox } from "./search-box.js";

/** The site's root, from the way there that the page names. */
function rootOf(way) {
  return new URL(way.endsWith("/") ? way : `${way}/`, location);
}

const form = document.querySelector("[data-pf-search]");
const page = document.querySelector("[data-pf-searchpage]");
if (form) {
  const base = rootOf(form.dataset.pfSearch);
  const index = openIndex(base);
  startBox(form, base, index);
  if (page) import("./search-page.js").then((part) => part.startPage(page, base, index));
}
