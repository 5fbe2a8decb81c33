// The reasons of topics as tooltips, made of those below them; shown by CSS on hover and focus.
// Escape hides one until it is left. Source: https://www.w3.org/TR/WCAG22/#content-on-hover-or-focus

import { element } from "./search-dom.js";

const shown = ".pf-reasoned:is(:hover, :focus-within)";

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const item of document.querySelectorAll(shown)) item.dataset.pfHidden = "";
});
for (const item of document.querySelectorAll(".pf-reasoned")) {
  const reason = document.getElementById(`why-${item.dataset.topic}`);
  if (reason) item.append(element("span", { class: "pf-reason", role: "tooltip" }, reason.textContent));
  item.addEventListener("mouseleave", () => item.matches(":focus-within") || delete item.dataset.pfHidden);
  item.addEventListener("focusout", () => item.matches(":hover") || delete item.dataset.pfHidden);
}
