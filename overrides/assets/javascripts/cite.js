// The cite box: BibTeX, RIS and CSL-JSON made of the data in the page, and buttons that copy.

import { bibtex, cslJson, ris } from "./citation.js";
import { t } from "./messages.js";
import { element } from "./search-dom.js";

const FORMATS = [
  { id: "bibtex", name: "BibTeX", make: bibtex, rows: 10 },
  { id: "ris", name: "RIS", make: ris, rows: 12 },
  { id: "csl-json", name: "CSL-JSON", make: cslJson, rows: 14 },
];

const box = document.querySelector("[data-pf-cite]");
const source = document.getElementById("pf-citation");
if (box && source) start(box, JSON.parse(source.textContent));

function start(box, data) {
  const plain = box.querySelector("[data-pf-plain]");
  const status = element("p", { class: "pf-cite__said", role: "status" });
  const areas = new Map(FORMATS.map((format) => [format.id, area(format, data)]));
  box.querySelector(".pf-cite__tools").replaceChildren(
    ...FORMATS.map(({ id, name }) => button(t("cite_copy", { format: name }), id, name)),
    button(t("cite_copy_plain"), "plain", t("cite_plain")),
    status,
    element(
      "details",
      {},
      element("summary", {}, t("cite_show")),
      ...FORMATS.flatMap(({ id, name }) => [element("label", { for: `pf-${id}` }, name), areas.get(id)]),
    ),
  );
  box.dataset.pfCite = "ready";

  function button(label, id, name) {
    const made = element("button", { class: "pf-button", type: "button", "data-pf-copy": id }, label);
    made.addEventListener("click", () => copy(id, name));
    return made;
  }

  async function copy(id, name) {
    status.textContent = ""; // The same word twice is read out twice only if it went in between.
    try {
      await navigator.clipboard.writeText(areas.get(id)?.value ?? plain.textContent);
      status.textContent = t("copied", { what: name });
    } catch {
      // Without https, or if the reader said no: the text is selected, and the keys copy it.
      select(areas.get(id));
      status.textContent = t("not_copied", { what: name });
    }
  }

  function select(area) {
    if (area) {
      area.closest("details").open = true;
      area.focus();
      area.select();
      return;
    }
    getSelection().selectAllChildren(plain);
  }
}

function area({ id, make, rows }, data) {
  const attributes = { class: "pf-input", id: `pf-${id}`, rows, readonly: "", spellcheck: "false" };
  const made = element("textarea", { ...attributes, "data-pf-text": id });
  made.value = make(data);
  return made;
}
