// The library as files: given to the reader, and taken from them.

import { merge, parse, serialise, size } from "./library-state.js";
import { element, papers } from "./search-dom.js";

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
  if (file.size > MOST_BYTES) return "Not imported: the file is too large to be a library.";
  let text;
  try {
    text = await file.text();
  } catch {
    return "Not imported: the file could not be read.";
  }
  const { state: given, dropped, fault } = parse(text);
  if (fault === "newer") {
    return "Not imported: the file was exported by a newer version of this site, which this one cannot read.";
  }
  if (fault) return "Not imported: the file is not a library that was exported here.";
  let before = 0;
  const kept = store.change((state) => {
    before = size(state);
    Object.assign(state, merge(state, given));
  });
  if (!kept) return "";
  return imported(given, size(store.state) - before, dropped);
}

function imported(given, added, dropped) {
  const all = size(given);
  const news = added === 1 ? "1 entry is new" : `${added.toLocaleString("en")} entries are new`;
  const said = [`Imported ${papers(given.saved.size).replace(/papers?$/, (word) => `saved ${word}`)}.`];
  said.push(`Of ${all.toLocaleString("en")} in the file, ${news}.`);
  if (dropped) said.push(`${dropped.toLocaleString("en")} could not be used.`);
  return said.join(" ");
}
