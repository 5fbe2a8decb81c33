// Search: the box in the header, the search page, and the key `/` that leads to either.

import { openIndex } from "./search-index.js";
import { startBox } from "./search-box.js";
import { startPage } from "./search-page.js";

const NO_TEXT = ["button", "checkbox", "radio", "reset", "submit"];

/** The site's root, from the way there that the page names. */
function rootOf(way) {
  return new URL(way.endsWith("/") ? way : `${way}/`, location);
}

/** Whether a key pressed there is meant as text. */
function takesText(target) {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.matches("textarea, select") ||
      (target.matches("input") && !NO_TEXT.includes(target.type)))
  );
}

function focusOn(event, boxes) {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.defaultPrevented || event.isComposing || takesText(event.target)) return;
  const box = boxes.find((each) => each.offsetParent);
  if (!box) return;
  event.preventDefault();
  box.focus();
  box.select();
}

const form = document.querySelector("[data-pf-search]");
const page = document.querySelector("[data-pf-searchpage]");
if (form) {
  const base = rootOf(form.dataset.pfSearch);
  const index = openIndex(base);
  startBox(form, base, index);
  if (page) startPage(page, base, index);
}
const boxes = [page, form, document].flatMap((each) => [...(each?.querySelectorAll("[type=search]") ?? [])]);
document.addEventListener("keydown", (event) => focusOn(event, boxes));
