// The dialog that names the keys and switches them on and off.

import { element } from "./search-dom.js";

const KEYS = [
  [["j"], ["k"], "next paper, previous paper"],
  [["o"], "open it; on a paper’s page the paper itself"],
  [["s"], "save it, or no longer"],
  [["m"], "mark it as read, or not"],
  [["["], ["]"], "a day back, a day forth"],
  [["/"], "search"],
  [["?"], "show these keys"],
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
  const close = element("button", { class: "pf-button", type: "button" }, "Close");
  const made = element(
    "dialog",
    { class: "pf-keys md-typeset", "aria-labelledby": "pf-keys-title" },
    element("h2", { id: "pf-keys-title", class: "pf-section" }, "Keys"),
    element("table", { class: "pf-keytable" }, element("tbody", {}, ...rows)),
    element(
      "div",
      { class: "pf-deeds" },
      element("label", { class: "pf-switch" }, box, " Single keys work on this site"),
      close,
    ),
    element("p", { class: "pf-sub" }, "Switched off, they come back on the library page."),
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
