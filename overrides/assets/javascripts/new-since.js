// The home page: what is new since its reader last looked.

import { cleanDay } from "./library-clean.js";
import { store } from "./library.js";
import { shortDay, t } from "./messages.js";
import { element } from "./search-dom.js";

const ONE_VISIT = 30 * 60_000; // Looks that follow each other closely are one.

/** The looks that a library keeps after one more: the latest, and the one before this visit. */
export function looked({ looked: last, since }, now) {
  if (!last) return { looked: now, since };
  return { looked: now, since: now.at - last.at > ONE_VISIT || last.at > now.at ? last : since };
}

/** Whether a paper of that day was not there at that look. */
export function isNew(since, day, id) {
  return day > since.day || (day === since.day && !since.ids.includes(id));
}

const place = document.querySelector("[data-pf-new]");
if (place) startNew(place);

/** Mark what is new on the home page, count it, and keep that it was looked at. */
function startNew(place) {
  const cards = [...document.querySelectorAll(".pf-cards [data-paper]")];
  const day = cleanDay(cards[0]?.dataset.day);
  if (!day) return;
  const now = { day, ids: cards.map((card) => card.dataset.paper), at: Date.now() };
  const next = looked(store.state, now);
  store.change((state) => Object.assign(state, looked(state, now)), { unasked: true });
  if (!next.since) return;

  const rows = [...document.querySelectorAll("[data-papers]")];
  const oldest = cleanDay(rows.at(-1)?.dataset.day) || day;
  let n = 0;
  for (const card of cards) {
    if (!isNew(next.since, card.dataset.day, card.dataset.paper)) continue;
    // Behind the buttons, which are there by now and must not move.
    card.querySelector(".pf-actions")?.append(element("span", { class: "pf-newmark" }, t("new")));
    n += 1;
  }
  for (const row of rows) {
    if (!(cleanDay(row.dataset.day) > next.since.day)) continue;
    row.querySelector(".pf-count")?.after(" ", element("span", { class: "pf-newmark" }, t("new")));
    n += Number(row.dataset.papers) || 0;
  }
  const values = { n, day: shortDay(new Date(next.since.at)) }; // Short: the line must fit a phone.
  if (!n) place.textContent = t("new_none", values);
  // More may be on days that are not here.
  else place.textContent = oldest > next.since.day ? t("new_at_least", values) : t("new_some", values);
}
