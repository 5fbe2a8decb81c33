// The library as a value: what is in it, as text and back, and two of them as one. No storage here.

import { authorKey, cleanAuthor, cleanLook, cleanMark, cleanPaper, cleanTopic } from "./library-clean.js";

/** Written into each library; a number above this one is from a site newer than these scripts. */
export const VERSION = 1;
const KIND = "paperfeed-library";

/** The lists, and for each how an entry is made clean and by what it is known. */
const LISTS = {
  saved: [cleanPaper, (entry) => entry.id],
  read: [cleanMark, (entry) => entry.id],
  topics: [cleanTopic, (entry) => entry.slug],
  authors: [cleanAuthor, (entry) => authorKey(entry.name)],
};

/** A library with nothing in it: each list a Map from what an entry is known by. */
export function empty() {
  return {
    saved: new Map(),
    read: new Map(),
    topics: new Map(),
    authors: new Map(),
    looked: null, // the latest look at the home page
    since: null, // the one before: what is new is newer than this
    hideRead: false,
    keys: true,
  };
}

/** Put an entry in; false if it is none. */
export function put(state, list, given) {
  const [clean, key] = LISTS[list];
  const entry = clean(given);
  if (entry) state[list].set(key(entry), entry);
  return Boolean(entry);
}

/** The library as text, to store or to export. */
export function serialise(state) {
  const lists = Object.keys(LISTS).map((name) => [name, [...state[name].values()]]);
  const { looked, since, hideRead, keys } = state;
  const whole = { kind: KIND, version: VERSION, ...Object.fromEntries(lists), looked, since, hideRead, keys };
  return JSON.stringify(whole);
}

/**
 * The library that a text holds, and how many entries in it were none: `{ state, dropped }`; or
 * `{ fault }`: "newer" for one of a later version, "garbage" for no library at all.
 */
export function parse(text) {
  let given;
  try {
    given = JSON.parse(text);
  } catch {
    return { fault: "garbage" };
  }
  if (given?.kind !== KIND || !Number.isInteger(given.version) || given.version < 1) return { fault: "garbage" };
  if (given.version > VERSION) return { fault: "newer" };
  const state = empty();
  let dropped = 0;
  for (const name of Object.keys(LISTS)) {
    const entries = Array.isArray(given[name]) ? given[name] : [];
    for (const entry of entries) if (!put(state, name, entry)) dropped += 1;
  }
  state.looked = cleanLook(given.looked);
  state.since = cleanLook(given.since);
  state.hideRead = given.hideRead === true;
  state.keys = given.keys !== false;
  return { state, dropped };
}

/** Both libraries as one: every entry of either, of two of one name the later; settings are `mine`. */
export function merge(mine, theirs) {
  const both = { ...mine };
  for (const name of Object.keys(LISTS)) {
    both[name] = new Map(mine[name]);
    for (const [key, entry] of theirs[name]) {
      const other = both[name].get(key);
      if (!other || later(entry, other)) both[name].set(key, entry);
    }
  }
  for (const name of ["looked", "since"]) {
    if (theirs[name] && (!mine[name] || later(theirs[name], mine[name]))) both[name] = theirs[name];
  }
  return both;
}

// Of two of one time the text decides, so that it does not matter which library came first.
function later(one, other) {
  return one.at !== other.at ? one.at > other.at : JSON.stringify(one) > JSON.stringify(other);
}

/** A list's entries, the latest first. */
export function latest(entries) {
  return [...entries.values()].sort((one, other) => other.at - one.at);
}

/** How many entries a library has in all. */
export function size(state) {
  return Object.keys(LISTS).reduce((sum, name) => sum + state[name].size, 0);
}
