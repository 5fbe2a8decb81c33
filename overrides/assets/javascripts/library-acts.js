// What a reader does with papers, topics and authors: each a change of the library and a word.

import { authorKey, cleanMark } from "./library-clean.js";
import { put } from "./library-state.js";

/** Save the paper, or take it out again. */
export function toggleSaved(store, paper) {
  return toggle(store, "saved", paper.id, paper);
}

/** Mark the paper as read, or not. */
export function toggleRead(store, paper) {
  return toggle(store, "read", paper.id, cleanMark(paper));
}

/** Follow the topic, or no longer. */
export function toggleTopic(store, slug, label) {
  return toggle(store, "topics", slug, { slug, label });
}

/** Follow the author, or no longer. */
export function toggleAuthor(store, name) {
  return toggle(store, "authors", authorKey(name), { name });
}

/** Whether it is in there afterwards; null if the change was not kept. */
function toggle(store, list, key, entry) {
  let there = false;
  const kept = store.change((state) => {
    there = !state[list].delete(key);
    if (there) put(state, list, { ...entry, at: Date.now() });
  });
  return kept ? there : null;
}
