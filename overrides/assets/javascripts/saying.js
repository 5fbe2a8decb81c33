// A word to the reader: a polite status region at the foot of the window.

import { t } from "./messages.js";
import { element } from "./search-dom.js";

const LONG = 20_000;
const SHORT = 3000;

const text = element("span", {});
const close = element("button", { class: "pf-said__close", type: "button" }, t("close"));
const region = element("div", { class: "pf-said", role: "status" }, text);
let timer = 0;

close.addEventListener("click", hide);
document.body.append(region); // Empty at first: only what changes in it is read out.

/** Say something; a short word goes by itself soon, a long one later or when it is closed. */
export function say(word) {
  clearTimeout(timer);
  const long = word.length > 60;
  text.textContent = word;
  if (long) region.append(close);
  else close.remove();
  timer = setTimeout(hide, long ? LONG : SHORT);
}

function hide() {
  clearTimeout(timer);
  text.textContent = "";
  close.remove();
}
