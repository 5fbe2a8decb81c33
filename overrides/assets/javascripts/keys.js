// Single keys: to go from paper to paper, to do something with one, to search. The reader may
// switch them off (WCAG 2.1.4), and the theme's own (`p`, `n`, `,`, `.`) with them.

import { toggleRead, toggleSaved } from "./library-acts.js";
import { t } from "./messages.js";
import { paperOf } from "./paper-data.js";
import { say } from "./saying.js";
import { alone, takesText } from "./typing.js";

const ITEMS = ".pf-card, .pf-result, .pf-entry, .pf-titles > li, .pf-authored > li";
const THEMES = ["p", "n", ",", "."];
const REPEATABLE = ["j", "k"];

/** Make the keys work, as long as the library says that they should. */
export function startKeys(store) {
  const acts = {
    j: () => step(1),
    k: () => step(-1),
    o: open,
    s: () => act(store, "saved"),
    m: () => act(store, "read"),
    "[": () => aDay("prev"),
    "]": () => aDay("next"),
    "/": search,
    "?": () => import("./keys-help.js").then((help) => help.showKeys(store)),
  };

  function onKey(event) {
    if (event.defaultPrevented || !alone(event) || takesText(event.target)) return;
    if (!store.state.keys || document.querySelector("dialog[open]")) {
      if (THEMES.includes(event.key)) event.stopPropagation();
      return;
    }
    if (!Object.hasOwn(acts, event.key) || (event.repeat && !REPEATABLE.includes(event.key))) return;
    event.preventDefault();
    acts[event.key]();
  }
  // The theme listens at the window: what is stopped here does not come there.
  document.addEventListener("keydown", onKey);
}

/** What can be gone through on this page, as it is seen now. */
function items() {
  return [...document.querySelectorAll(ITEMS)].filter((each) => each.offsetParent && each.querySelector("a"));
}

function current() {
  return document.activeElement?.closest(ITEMS) ?? null;
}

function step(by) {
  const page = document.querySelector(".pf-paper");
  if (page) {
    page.querySelector(`:scope > .pf-around a[rel=${by > 0 ? "next" : "prev"}]`)?.click();
    return;
  }
  const all = items();
  const at = all.indexOf(current());
  goTo(all[at < 0 ? firstAt(all, by) : at + by]);
}

/** Where to begin: at what is in the window, for one may have scrolled to it. */
function firstAt(all, by) {
  const top = document.querySelector(".md-header")?.getBoundingClientRect().bottom ?? 0;
  const seen = all.findIndex((each) => each.getBoundingClientRect().top >= top);
  const next = seen < 0 ? all.length : seen;
  return by > 0 ? next : next - 1;
}

function goTo(item) {
  if (!item) return;
  item.querySelector("a").focus({ preventScroll: true });
  item.scrollIntoView({ block: "nearest" });
}

function open() {
  const link = current()?.querySelector("a") ?? document.querySelector(".pf-paper .pf-links a");
  link?.click();
}

function act(store, list) {
  const place = document.activeElement?.closest("[data-paper]") ?? document.querySelector(".pf-paper[data-paper]");
  const paper = place && paperOf(place);
  if (!paper) {
    say(current() ? t("no_paper_here") : t("no_paper_chosen"));
    return;
  }
  const all = items();
  const at = all.indexOf(place);
  const there = (list === "saved" ? toggleSaved : toggleRead)(store, paper);
  if (there === null) return;
  if (list === "saved") say(there ? t("saved") : t("not_saved"));
  else say(there ? t("read") : t("not_read"));
  // A card that hides itself, or an entry that goes, must not take the focus with it.
  if (at >= 0 && !(place.isConnected && place.offsetParent)) goTo(items()[at] ?? items().at(-1));
}

function aDay(rel) {
  const around = document.querySelector(`:not(.pf-paper) > .pf-head .pf-around a[rel=${rel}]`);
  const before = rel === "prev" ? document.querySelector(".pf-before .pf-dayrow a") : null;
  (around ?? before)?.click();
}

function search() {
  const boxes = document.querySelectorAll("[data-pf-searchpage] [type=search], [data-pf-search] input, [type=search]");
  const inOrder = [...boxes].sort((one, other) => rank(one) - rank(other));
  const box = inOrder.find((each) => each.offsetParent);
  box?.focus();
  box?.select();
}

/** The search page's own box first, then the header's, then any. */
function rank(box) {
  if (box.closest("[data-pf-searchpage]")) return 0;
  return box.closest("[data-pf-search]") ? 1 : 2;
}
