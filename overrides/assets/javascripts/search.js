// Search: the index, and the box in the header; keys.js has the key that leads there.

import { openIndex } from "./search-index.js";
import { openTopics } from "./search-topics.js";
import { startBox } from "./search-box.js";
import { base } from "./site-root.js";

/** The site's index, which is loaded when somebody searches. */
export const index = openIndex(base);

/** The topics that a text may mean. */
export const topicsOf = openTopics(base);

const form = document.querySelector("[data-pf-search]");
if (form) startBox(form, base, index, topicsOf);
