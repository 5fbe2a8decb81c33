// The library in the browser's storage. Another tab may write too, so each change reads what is
// there first and writes it back at once. Nothing here throws: what goes wrong is said.

import { empty, parse, serialise } from "./library-state.js";
import { t } from "./messages.js";

export const WORDS = {
  blocked: t("library_blocked"),
  full: t("library_full"),
  newer: t("library_newer"),
  garbage: t("library_garbage"),
};

/**
 * The library kept under `key`. `say` tells the reader a word; `storageOf` gives the storage, and
 * may throw, as browsers do that keep nothing.
 */
export function openStore(key, say, storageOf = () => window.localStorage) {
  const aside = `${key}:aside`;
  const listeners = new Set();
  let memory = null; // The whole library, where nothing can be stored.
  let newer = false;
  let state = read();

  function read() {
    if (memory) return memory;
    newer = false;
    let text;
    try {
      text = storageOf().getItem(key);
    } catch {
      memory = empty();
      return memory;
    }
    if (text === null) return empty();
    const found = parse(text);
    if (found.state) return found.state;
    if (found.fault === "newer") newer = true;
    else putAside(text);
    return empty();
  }

  function putAside(text) {
    try {
      storageOf().removeItem(key); // First, or there may be no room for both.
      storageOf().setItem(aside, text);
    } catch {
      // It could not be read and cannot be kept; the word below is all that is left to do.
    }
    say(WORDS.garbage);
  }

  /**
   * Change the library; `edit` changes the one it is given. False, and a word, if it was not kept;
   * no word of what the reader did not ask for (`unasked`).
   */
  function change(edit, { unasked = false } = {}) {
    const next = read();
    const fault = newer ? WORDS.newer : write(next, edit);
    state = fault === WORDS.full ? read() : next;
    tell();
    if (fault && !unasked) say(fault);
    return !fault || fault === WORDS.blocked;
  }

  function write(next, edit) {
    edit(next);
    if (memory) return WORDS.blocked;
    try {
      storageOf().setItem(key, serialise(next));
      return "";
    } catch {
      return WORDS.full;
    }
  }

  function tell() {
    for (const listener of listeners) listener(state);
  }

  /** Read again what another tab, or the page before this one, has written. */
  function refresh() {
    state = read();
    tell();
  }

  window.addEventListener("storage", (event) => {
    if (event.key === key || event.key === null) refresh();
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) refresh();
  });

  return {
    get state() {
      return state;
    },
    /** Whether a newer version of the site wrote what is there; then it is left alone. */
    get newer() {
      return newer;
    },
    change,
    /** Have `listener` called with the library now and after each change. */
    watch(listener) {
      listeners.add(listener);
      listener(state);
    },
    /** The text that could not be read and was put aside, or null. */
    setAside() {
      try {
        return storageOf().getItem(aside);
      } catch {
        return null;
      }
    },
    dropAside() {
      try {
        storageOf().removeItem(aside);
      } catch {
        // Then it is not there.
      }
    },
  };
}
