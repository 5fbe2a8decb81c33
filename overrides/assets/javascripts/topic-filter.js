// The topics of a day: links to their pages; with this, buttons that show only their papers.

import { t } from "./messages.js";
import { element } from "./search-dom.js";

const place = document.querySelector("[data-pf-filter]");
if (place) startFilter(place);

/** Make the links in `place` filter the list of cards on their page. */
function startFilter(place) {
  const cards = [...document.querySelectorAll(".pf-cards > .pf-card")];
  const status = element("p", { class: "pf-sub", role: "status" });
  const pressed = new Set();

  function show() {
    let shown = 0;
    for (const card of cards) {
      const topics = (card.dataset.topics ?? "").split(" ");
      card.hidden = pressed.size > 0 && !topics.some((topic) => pressed.has(topic));
      shown += card.hidden ? 0 : 1;
    }
    status.textContent = pressed.size ? t("filtered", { shown, n: cards.length }) : "";
  }

  for (const link of place.querySelectorAll("a[data-topic]")) {
    const button = element("button", { type: "button", class: "pf-chip", "aria-pressed": "false" });
    button.append(...link.childNodes);
    button.addEventListener("click", () => {
      const topic = link.dataset.topic;
      if (!pressed.delete(topic)) pressed.add(topic);
      button.setAttribute("aria-pressed", String(pressed.has(topic)));
      show();
    });
    link.replaceWith(button);
  }
  place.after(status);
}
