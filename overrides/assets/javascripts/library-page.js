// The library page: shows the library, and takes from it, exports it, imports into it, forgets it.

import { toggleAuthor, toggleTopic } from "./library-acts.js";
import { bibtex } from "./library-bibtex.js";
import { store } from "./library.js";
import { paperButtons, press } from "./library-buttons.js";
import { cleanPaper } from "./library-clean.js";
import { followed, recentPapers } from "./library-feed.js";
import { dated, download, exportLibrary, importLibrary } from "./library-files.js";
import { empty, latest, merge, put, size } from "./library-state.js";
import { WORDS } from "./library-store.js";
import { count, dayInWords, t } from "./messages.js";
import { describe, paperAddress } from "./paper-data.js";
import { say } from "./saying.js";
import { statusMark } from "./status-mark.js";
import { element } from "./search-dom.js";
import { base } from "./site-root.js";

const AT_FIRST = 10; // The feed and what was read begin with so many.

const place = document.querySelector("[data-pf-library]");
if (place) startLibrary(place);

/** Make the library page in `root` work. */
function startLibrary(root) {
  const find = (what) => root.querySelector(`[data-pf-${what}]`);
  let newest = null; // The site's newest papers; null until they are here.
  const whole = new Set(); // The lists of which all is shown.
  let forgotten = null; // What "forget everything" took, until the page is left.

  function show(state) {
    fill("list=saved", latest(state.saved).map((paper) => entry(paper)));
    const read = latest(state.read).map((mark) => state.saved.get(mark.id) ?? cleanPaper(mark));
    fillSome("read", read, (paper) => entry(paper));
    for (const list of ["saved", "read"]) {
      find(`count=${list}`).textContent = state[list].size ? count(state[list].size, "paper") : "";
      find(`empty=${list}`).hidden = state[list].size > 0;
    }
    fill("list=topics", [...state.topics.values()].map(topicItem));
    fill("list=authors", [...state.authors.values()].map(authorItem));
    find("empty=following").hidden = state.topics.size + state.authors.size > 0;
    find("keys").checked = state.keys;
    find("do=bibtex").disabled = state.saved.size === 0;
    find("do=forget").disabled = size(state) === 0;
    find("do=aside").hidden = store.setAside() === null;
    find("do=undo").hidden = !forgotten;
    showFeed(state);
    press(root, state);
  }

  /** Put items into a list; the focus stays on what looks the same, or near it. */
  function fill(name, items) {
    const list = find(name);
    const focused = list.contains(document.activeElement) ? document.activeElement : null;
    const at = focused ? [...list.children].findIndex((each) => each.contains(focused)) : -1;
    const within = focused ? focusable(list.children[at]).indexOf(focused) : -1;
    list.replaceChildren(...items);
    list.hidden = !items.length;
    if (!focused) return;
    const next = items[Math.min(at, items.length - 1)];
    const heading = list.closest("section").querySelector("h2");
    (next ? (focusable(next)[within] ?? focusable(next)[0]) : heading).focus();
  }

  /** The same for a list that may be long: the first of it, and a button that shows the rest. */
  function fillSome(name, all, made) {
    const shown = whole.has(name) ? all : all.slice(0, AT_FIRST);
    fill(`list=${name}`, shown.map(made));
    find(`all=${name}`).hidden = shown.length === all.length;
  }

  function focusable(item) {
    return [...item.querySelectorAll("a, button")];
  }

  function showFeed(state) {
    const note = find("feed-note");
    const follows = state.topics.size + state.authors.size > 0;
    if (!follows) {
      fillSome("feed", [], entry);
      note.textContent = t("feed_follow");
      return;
    }
    if (!newest) return;
    const all = followed(newest, state);
    const kept = state.hideRead ? all.filter(({ paper }) => !state.read.has(paper.id)) : all;
    fillSome("feed", kept, ({ paper, why }) => entry(paper, why));
    note.textContent = feedNote(all.length, all.length - kept.length);
  }

  function feedNote(n, hidden) {
    if (!newest.length) return t("feed_none");
    const day = dayInWords(newest.at(-1).day);
    return hidden ? t("feed_since_hidden", { n, day, hidden }) : t("feed_since", { n, day });
  }

  function entry(paper, why = []) {
    const link = element("a", { href: paperAddress(base, paper.id) }, paper.title);
    const by = element("p", { class: "pf-card__by" });
    by.append(...statusMark(paper.status));
    if (paper.by) by.append(element("span", { dir: "auto" }, paper.by));
    if (paper.day) by.append(element("span", {}, dayInWords(paper.day)));
    if (why.length) by.append(element("span", { dir: "auto" }, t("feed_why", { names: why.join(", ") })));
    const made = element(
      "li",
      { class: "pf-entry" },
      element("h3", { class: "pf-card__title", dir: "auto" }, link),
      by,
      element("div", { class: "pf-actions" }, ...paperButtons(store, paper)),
    );
    describe(made, paper);
    return made;
  }

  function topicItem({ slug, label }) {
    const url = new URL(`topics/${slug}/`, base).href;
    return followedItem(url, label, () => toggleTopic(store, slug, label));
  }

  function authorItem({ name }) {
    const url = new URL(`authors/?${new URLSearchParams({ name })}`, base).href;
    return followedItem(url, name, () => toggleAuthor(store, name));
  }

  function followedItem(url, name, unfollow) {
    const label = t("unfollow_button");
    const about = t("button_about", { button: label, what: name });
    const attributes = { class: "pf-toggle pf-toggle--stop", type: "button", "aria-label": about };
    const stop = element("button", attributes, label);
    stop.addEventListener("click", unfollow);
    return element("li", {}, element("a", { href: url, dir: "auto" }, name), stop);
  }

  function follow(event) {
    event.preventDefault();
    const form = event.target;
    const field = form.querySelector("select, input");
    const at = Date.now();
    const topics = form.dataset.pfFollow === "topics";
    const given = topics ? { slug: field.value, label: field.selectedOptions[0].label, at } : { name: field.value, at };
    let good = false;
    const kept = store.change((state) => {
      good = put(state, form.dataset.pfFollow, given);
    });
    if (!good) say(t("follow_nobody"));
    else if (kept) say(t("followed"));
    if (good && !topics) field.value = "";
  }

  function forget() {
    const before = store.state;
    const kept = store.change((state) => {
      Object.assign(state, { ...empty(), keys: state.keys });
    });
    if (!kept) return;
    forgotten = before;
    store.dropAside();
    show(store.state);
    say(t("forgotten"));
    find("do=undo").focus();
  }

  function undo() {
    const back = forgotten;
    const kept = store.change((state) => {
      const { hideRead } = back;
      Object.assign(state, merge(state, back), { hideRead });
    });
    if (!kept) return;
    forgotten = null;
    show(store.state);
    say(t("undone"));
    find("do=forget").focus();
  }

  const deeds = {
    export: () => exportLibrary(store),
    bibtex: () => download(dated("saved", "bib"), "application/x-bibtex", bibtex(latest(store.state.saved), base)),
    aside: () => download(dated("unreadable", "txt"), "text/plain", store.setAside() ?? ""),
    forget,
    undo,
    keys: () => import("./keys-help.js").then((help) => help.showKeys(store)),
  };
  for (const [name, deed] of Object.entries(deeds)) find(`do=${name}`).addEventListener("click", deed);
  for (const form of root.querySelectorAll("[data-pf-follow]")) form.addEventListener("submit", follow);
  find("import").addEventListener("change", async (event) => {
    const [file] = event.target.files;
    if (!file) return;
    const word = await importLibrary(store, file);
    event.target.value = ""; // So that the same file can be chosen again.
    if (word) say(word);
  });
  for (const name of ["feed", "read"]) {
    find(`all=${name}`).addEventListener("click", () => {
      const list = find(`list=${name}`);
      const next = list.children.length;
      whole.add(name);
      show(store.state);
      list.children[next].querySelector("a").focus();
    });
  }
  find("keys").addEventListener("change", (event) =>
    store.change((state) => {
      state.keys = event.target.checked;
    }),
  );

  find("body").hidden = false;
  store.watch(show);
  if (store.newer) say(WORDS.newer);
  recentPapers(root.dataset.recent)
    .then((found) => {
      newest = found;
      showFeed(store.state);
      press(root, store.state);
    })
    .catch((error) => {
      console.warn("My feed:", error);
      find("feed-note").textContent = t("feed_broken");
    });
}
