// Small makers of elements; every text goes in as text.

import { t } from "./messages.js";

/** An element with attributes and children; a child that is a string is text. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/** An excerpt's pieces as text and marks, with blanks between; dots keep to their word. */
export function marked(pieces) {
  return pieces.flatMap(({ text, found }, index) => {
    const dots = text === "…" || pieces[index - 1]?.text === "…";
    const blank = dots ? "\u00a0" : " ";
    return [...(index ? [blank] : []), found ? element("mark", {}, text) : text];
  });
}

/** `“this”, “that”`. */
export function quoted(words) {
  return words.map((word) => t("quoted", { word })).join(", ");
}
