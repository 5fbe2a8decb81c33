// When the site was last updated, at the foot of every page. If that is longer ago than its schedule
// allows it is a warning, also at the head of the first page: an abandoned site says so itself.

import { dayInWords, t } from "./messages.js";
import { element } from "./search-dom.js";
import { UPDATE } from "./words.js";

const DAY = 86_400_000;

/** Whole days (UTC) from that day to now; less than none if it is still to come. */
export function daysSince(day, now) {
  return Math.floor((now - Date.parse(day)) / DAY);
}

const { day, staleAfter } = UPDATE;
const place = document.querySelector("[data-pf-updated]");
if (day && place) {
  const n = daysSince(day, Date.now());
  const isStale = staleAfter > 0 && n > staleAfter;
  const text = isStale ? t("stale", { n }) : t("updated", { day: dayInWords(day) });
  place.replaceChildren(element("time", { datetime: day }, text));
  place.classList.toggle("pf-stale", isStale);
  // A few words: what stands below them must not move.
  if (isStale) document.querySelector("[data-pf-stale]")?.append(t("stale_short", { n }));
}
