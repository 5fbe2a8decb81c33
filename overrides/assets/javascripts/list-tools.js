// Over a list of papers: with abstracts or compact, and in which order. The choice is kept.

import { t } from "./messages.js";
import { element } from "./search-dom.js";
import { base } from "./site-root.js";

const KEPT = `paperfeed-list:${base.pathname}`;
const root = document.documentElement.classList; // pf-list-first.html knew it before there was a list.
const VIEWS = { abstracts: t("view_abstracts"), compact: t("view_compact") };
const ORDERS = { listed: t("order_listed"), published: t("order_published"), upvotes: t("order_upvotes") };
const BY = {
  published: (one, other) => compare(other.dataset.published ?? "", one.dataset.published ?? ""),
  upvotes: (one, other) => (Number(other.dataset.upvotes) || 0) - (Number(one.dataset.upvotes) || 0),
};

const place = document.querySelector("[data-pf-tools]");
if (place) startTools(place);

/** Fill `place` with the tools for the list of cards after it. */
function startTools(place) {
  const list = place.parentElement.querySelector(".pf-cards");
  const cards = [...(list?.querySelectorAll(":scope > .pf-card") ?? [])];
  if (!cards.length) return;
  const choice = restored();
  const views = Object.entries(VIEWS).map(([view, label]) => {
    const button = element("button", { type: "button", class: "pf-tool" }, label);
    button.addEventListener("click", () => choose({ view }));
    return [view, button];
  });
  place.append(
    element("div", { class: "pf-toolgroup", role: "group", "aria-label": t("view") }, ...views.map(([, each]) => each)),
  );
  const orders = "sorted" in place.dataset ? [] : Object.keys(ORDERS).filter((each) => tells(each, cards));
  const select = element("select", { class: "pf-input" });
  if (orders.length > 1) {
    select.append(...orders.map((order) => element("option", { value: order }, ORDERS[order])));
    select.addEventListener("change", () => choose({ order: select.value }));
    const label = document.querySelector(".pf-paging") ? t("sort_page") : t("sort");
    place.append(element("label", { class: "pf-toolsort" }, label, " ", select));
  }

  function choose(change) {
    Object.assign(choice, change);
    keep(choice);
    show();
  }

  function show() {
    root.toggle("pf-compact", choice.view === "compact");
    for (const [view, button] of views) button.setAttribute("aria-pressed", String(view === choice.view));
    // A choice of another page that this list cannot follow stays kept, but is not shown here.
    const order = orders.includes(choice.order) ? choice.order : "listed";
    select.value = order;
    const wanted = order === "listed" ? cards : [...cards].sort(BY[order]);
    const shown = list.querySelectorAll(":scope > .pf-card");
    if (wanted.some((card, at) => card !== shown[at])) list.append(...wanted);
  }

  show();
  root.remove("pf-unordered");
}

/** Whether an order can tell these papers apart. */
function tells(order, cards) {
  return order === "listed" || cards.some((card) => BY[order](cards[0], card) !== 0);
}

function compare(one, other) {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

/** The choice kept; where there is none, or storage is not there, the defaults. */
function restored() {
  let kept = null;
  try {
    kept = JSON.parse(localStorage.getItem(KEPT));
  } catch {
    // No storage, or something else's in it.
  }
  return {
    view: Object.hasOwn(VIEWS, kept?.view) ? kept.view : "abstracts",
    order: Object.hasOwn(ORDERS, kept?.order) ? kept.order : "listed",
  };
}

function keep(choice) {
  try {
    localStorage.setItem(KEPT, JSON.stringify(choice));
  } catch {
    // Full or forbidden: the choice holds for this page.
  }
}
