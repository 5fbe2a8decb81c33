// The library as files: given to the reader, and taken from them.

import { merge, parse, serialise, size } from "./library-state.js";
import { t } from "./messages.js";
import { element } from "./search-dom.js";

const MOST_BYTES = 20_000_000;

/** Have the browser save a text as a file. */
export function download(name, type, text) {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = element("a", { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** The name of a file of today. */
export function dated(name, ending) {
  return `${name}-${new Date().toISOString().slice(0, 10)}.${ending}`;
}

export function exportLibrary(store) {
  download(dated("library", "json"), "application/json", serialise(store.state));
}

/** Merge a file into the library; the word to be said of it, or nothing if the store said one. */
export async function importLibrary(store, file) {
  if (file.size > MOST_BYTES) return t("import_large");
  let text;
  try {
    text = await file.text();
  } catch {
    return t("import_unread");
  }
  const { state: given, dropped, fault } = parse(text);
  if (fault) return fault === "newer" ? t("import_newer") : t("import_garbage");
  let before = 0;
  const kept = store.change((state) => {
    before = size(state);
    Object.assign(state, merge(state, given));
  });
  if (!kept) return "";
  return imported(given, size(store.state) - before, dropped);
}

function imported(given, added, dropped) {
  const said = [t("imported", { n: given.saved.size }), t("imported_new", { n: added, all: size(given) })];
  if (dropped) said.push(t("imported_not", { n: dropped }));
  return said.join(" ");
}
