// That a paper was withdrawn or retracted, in lists that scripts make.

import { t } from "./messages.js";
import { element } from "./search-dom.js";

const STATUSES = new Map([
  ["withdrawn", t("status_withdrawn")],
  ["retracted", t("status_retracted")],
]);

/** The mark for a paper with this status, in a list that holds nothing if it has none. */
export function statusMark(status) {
  return STATUSES.has(status) ? [element("strong", { class: "pf-status" }, STATUSES.get(status))] : [];
}
