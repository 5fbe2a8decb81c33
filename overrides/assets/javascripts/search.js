// Search: the index, and the box in the header; keys.js has the key that leads there.

import { openIndex } from "./search-index.js";
import { startBox } from "./search-box.js";

/** The site's root: this file is two folders down. */
export const base = new URL("../../", import.meta.url);
/** The site's index, which is loaded when somebody searches. */
export const index = openIndex(base);

const form = document.querySelector("[data-pf-search]");
if (form) startBox(form, base, index);
