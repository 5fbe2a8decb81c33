// Small makers of elements; every text goes in as text.

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

/** `1 paper`, `1,200 papers`. */
export function papers(number) {
  return `${number.toLocaleString("en")} ${number === 1 ? "paper" : "papers"}`;
}

/** `“this”, “that”`. */
export function quoted(words) {
  return words.map((word) => `“${word}”`).join(", ");
}

export const NOTHING = "No paper has all of these words.";
export const BROKEN =
  "Search does not work at the moment: its index could not be loaded. " +
  "Try again later, or browse the archive and the topics.";
