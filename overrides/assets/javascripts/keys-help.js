// The dialog that names the keys and switches them on and off.

import { t } from "./messages.js";
import { element } from "./search-dom.js";

const KEYS = [
  [["j"], ["k"], t("key_step")],
  [["o"], t("key_open")],
  [["s"], t("key_save")],
  [["m"], t("key_read")],
  [["["], ["]"], t("key_day")],
  [["/"], t("key_search")],
  [["?"], t("key_help")],
];

let dialog = null;

/** Show the keys; the first time the dialog is made. */
export function showKeys(store) {
  dialog ??= makeDialog(store);
  dialog.showModal();
}

function makeDialog(store) {
  const rows = KEYS.map((row) => {
    const keys = row.slice(0, -1).flatMap(([key], index) => [index ? " " : "", element("kbd", {}, key)]);
    return element("tr", {}, element("th", { scope: "row" }, ...keys), element("td", {}, row.at(-1)));
  });
  const box = element("input", { type: "checkbox" });
  const close = element("button", { class: "pf-button", type: "button" }, t("close"));
  const made = element(
    "dialog",
    { class: "pf-keys md-typeset", "aria-labelledby": "pf-keys-title" },
    element("h2", { id: "pf-keys-title", class: "pf-section" }, t("keys")),
    element("table", { class: "pf-keytable" }, element("tbody", {}, ...rows)),
    element(
      "div",
      { class: "pf-deeds" },
      element("label", { class: "pf-switch" }, box, " ", t("keys_switch")),
      close,
    ),
    element("p", { class: "pf-sub" }, t("keys_back")),
  );
  box.addEventListener("change", () =>
    store.change((state) => {
      state.keys = box.checked;
    }),
  );
  store.watch((state) => {
    box.checked = state.keys;
  });
  close.addEventListener("click", () => made.close());
  made.addEventListener("click", (event) => {
    if (event.target === made) made.close(); // The dialog itself is only hit beside what is in it.
  });
  document.body.append(made);
  return made;
}
