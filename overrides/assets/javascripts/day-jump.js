// The archive: a field for a date, which leads to that day or the listing day nearest to it.

import { t } from "./messages.js";
import { element } from "./search-dom.js";

/** Of days as `2025-03-11` the nearest to the one wanted; of two equally near the earlier. */
export function nearest(days, wanted) {
  const goal = Date.parse(wanted);
  let best = null;
  let least = Infinity;
  for (const day of days) {
    const far = Math.abs(Date.parse(day) - goal);
    if (far < least || (far === least && day < best)) [best, least] = [day, far];
  }
  return best;
}

const place = document.querySelector("[data-pf-jump]");
if (place) startJump(place);

/** Put the field into `place`; the days are those that the drawings link to. */
function startJump(place) {
  const links = new Map([...document.querySelectorAll(".pf-heat a[data-day]")].map((each) => [each.dataset.day, each]));
  if (!links.size) return;
  const { first, last } = place.dataset;
  const input = element("input", { class: "pf-input", type: "date", min: first, max: last, value: last, required: "" });
  const form = element(
    "form",
    { class: "pf-jump" },
    element("label", {}, t("jump"), " ", input),
    element("button", { class: "pf-button", type: "submit" }, t("jump_go")),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const day = nearest(links.keys(), input.value);
    // An SVG's link has its address as it is written.
    if (day) location.assign(new URL(links.get(day).getAttribute("href"), document.baseURI));
  });
  place.append(form);
  // Where a drawing is wider than a phone its latest days are what one looks for.
  for (const heat of document.querySelectorAll(".pf-heat")) heat.scrollLeft = heat.scrollWidth;
}
