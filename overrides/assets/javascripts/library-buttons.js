// The buttons at each paper: save it, mark it as read; on lists one that hides what was read.

import { toggleAuthor, toggleRead, toggleSaved, toggleTopic } from "./library-acts.js";
import { authorKey } from "./library-clean.js";
import { put } from "./library-state.js";
import { t } from "./messages.js";
import { paperOf } from "./paper-data.js";
import { element } from "./search-dom.js";

const MOST_FOLLOWED = 24; // No more names are offered at one paper.

/** A button that is on or off. `about` is for those who do not see at what it stands. */
export function toggleButton(kind, label, about, press) {
  const button = element("button", { class: `pf-toggle pf-toggle--${kind}`, type: "button", "aria-pressed": "false" }, label);
  if (about) button.setAttribute("aria-label", t("button_about", { button: label, what: about }));
  button.addEventListener("click", press);
  return button;
}

/** The two buttons of a paper; the library says which are pressed. */
export function paperButtons(store, paper) {
  const save = toggleButton("save", t("save_button"), paper.title, () => toggleSaved(store, paper));
  const read = toggleButton("read", t("read_button"), paper.title, () => toggleRead(store, paper));
  save.dataset.saves = read.dataset.reads = paper.id;
  save.dataset.about = paper.title;
  return [save, read];
}

/** Put buttons at each paper on the page, and keep them in step with the library. */
export function startButtons(store) {
  const places = new Map();
  for (const place of document.querySelectorAll("[data-paper]")) {
    const paper = paperOf(place);
    const actions = place.querySelector(".pf-actions");
    if (!paper || !actions) continue;
    places.set(place, paper);
    actions.append(...paperButtons(store, paper));
    if (place.matches(".pf-paper")) {
      actions.append(...following(store, place, paper));
      renew(store, paper);
    }
  }
  const topic = document.querySelector("[data-follow-topic]");
  if (topic) {
    const { followTopic: slug, label } = topic.dataset;
    const follow = toggleButton("follow", t("follow_button"), label, () => toggleTopic(store, slug, label));
    follow.dataset.followsTopic = slug;
    topic.querySelector(".pf-actions")?.append(follow);
  }
  // The page of an author knows its name only when it has found it.
  document.addEventListener("pf-author", ({ target, detail: name }) => {
    const follow = toggleButton("follow", t("follow_button"), name, () => toggleAuthor(store, name));
    follow.dataset.followsAuthor = name;
    target.querySelector(".pf-actions").replaceChildren(follow);
    press(target, store.state);
  });
  for (const list of document.querySelectorAll(".pf-cards")) {
    if (!list.querySelector("[data-paper]")) continue;
    const tools = list.previousElementSibling;
    const bar = hider(store, list);
    if (tools?.matches("[data-pf-tools]")) tools.append(bar);
    else list.before(bar);
  }
  store.watch((state) => {
    press(document, state);
    for (const [place, { id }] of places) place.classList.toggle("pf-isread", state.read.has(id));
  });
}

/** Press those buttons below `root` that are on in the library. */
export function press(root, state) {
  const set = (name, has) => {
    for (const button of root.querySelectorAll(`[data-${name}]`)) {
      const value = button.getAttribute(`data-${name}`);
      button.setAttribute("aria-pressed", String(has(value)));
    }
  };
  set("saves", (id) => state.saved.has(id));
  for (const button of root.querySelectorAll("[data-saves]")) {
    const said = button.getAttribute("aria-pressed") === "true" ? t("saved_button") : t("save_button");
    if (button.textContent === said) continue;
    button.textContent = said;
    button.setAttribute("aria-label", t("button_about", { button: said, what: button.dataset.about }));
  }
  set("reads", (id) => state.read.has(id));
  set("follows-topic", (slug) => state.topics.has(slug));
  set("follows-author", (name) => state.authors.has(authorKey(name)));
}

/** What can be followed at a paper, folded away: its topics and its authors. */
function following(store, place, paper) {
  const labels = new Map(
    [...place.querySelectorAll("[data-topic]")].map((each) => [
      each.dataset.topic,
      (each.querySelector(".pf-chip") ?? each).textContent.trim(),
    ]),
  );
  const topics = paper.topics.map((slug) => {
    const label = labels.get(slug) || slug;
    const button = toggleButton("follow", label, "", () => toggleTopic(store, slug, label));
    button.dataset.followsTopic = slug;
    return button;
  });
  const authors = paper.authors.slice(0, MOST_FOLLOWED).map((name) => {
    const button = toggleButton("follow", name, "", () => toggleAuthor(store, name));
    button.dataset.followsAuthor = name;
    button.dir = "auto";
    return button;
  });
  if (!topics.length && !authors.length) return [];
  const group = element("div", { class: "pf-followed", id: "pf-follow", role: "group", "aria-label": t("follow_button") }, ...topics, ...authors);
  group.hidden = true;
  const more = element("button", { class: "pf-toggle pf-toggle--more", type: "button", "aria-controls": group.id }, t("follow_button"));
  more.setAttribute("aria-expanded", "false");
  more.addEventListener("click", () => {
    group.hidden = !group.hidden;
    more.setAttribute("aria-expanded", String(!group.hidden));
  });
  return [more, group];
}

/** Whoever looks at a saved paper has its newest words in front of them: keep those. */
function renew(store, paper) {
  const kept = store.state.saved.get(paper.id);
  if (!kept || same(kept, paper)) return;
  store.change((state) => {
    const before = state.saved.get(paper.id);
    if (before) put(state, "saved", { ...paper, at: before.at });
  }, { unasked: true });
}

function same(kept, paper) {
  return JSON.stringify({ ...kept, at: 0 }) === JSON.stringify({ ...paper, at: 0 });
}

/** The button over a list that hides what was read. */
function hider(store, list) {
  const button = toggleButton("hide", t("hide_button"), "", () =>
    store.change((state) => {
      state.hideRead = !state.hideRead;
    }),
  );
  const note = element("span", { class: "pf-sub" });
  const bar = element("div", { class: "pf-listbar" }, button, note);
  const cards = [...list.querySelectorAll("[data-paper]")];
  store.watch((state) => {
    const read = cards.filter((card) => state.read.has(card.dataset.paper)).length;
    list.classList.toggle("pf-hideread", state.hideRead);
    document.documentElement.classList.remove("pf-unsifted"); // pf-list-first.html put it there.
    button.setAttribute("aria-pressed", String(state.hideRead));
    const all = read === cards.length ? t("all_hidden") : t("hidden", { n: read });
    note.textContent = state.hideRead && read ? all : "";
  });
  return bar;
}
