// The cite box: BibTeX and RIS made of the data in the page, and buttons that copy.

import { bibtex, ris } from "./citation.js";
import { t } from "./messages.js";

const box = document.querySelector("[data-pf-cite]");
const source = document.getElementById("pf-citation");
if (box && source) start(box, JSON.parse(source.textContent));

function start(box, data) {
  const status = box.querySelector("[role=status]");
  const texts = {
    bibtex: bibtex(data),
    ris: ris(data),
    plain: box.querySelector("[data-pf-plain]").textContent,
  };
  for (const area of box.querySelectorAll("textarea")) area.value = texts[area.dataset.pfText];
  for (const button of box.querySelectorAll("[data-pf-copy]")) {
    button.addEventListener("click", () => copy(button.dataset.pfCopy, button.dataset.pfName));
  }
  box.dataset.pfCite = "ready";

  async function copy(name, label) {
    status.textContent = ""; // The same word twice is read out twice only if it went in between.
    try {
      await navigator.clipboard.writeText(texts[name]);
      status.textContent = t("copied", { what: label });
    } catch {
      // Without https, or if the reader said no: the text is selected, and the keys copy it.
      select(name);
      status.textContent = t("not_copied", { what: label });
    }
  }

  function select(name) {
    const area = box.querySelector(`[data-pf-text=${name}]`);
    if (area) {
      area.closest("details").open = true;
      area.focus();
      area.select();
      return;
    }
    getSelection().selectAllChildren(box.querySelector("[data-pf-plain]"));
  }
}
