// Whether a key is meant as text.

const NO_TEXT = ["button", "checkbox", "radio", "reset", "submit", "file"];

/** Whether a key pressed there is meant as text, or as a choice. */
export function takesText(target) {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.matches("textarea, select") ||
      (target.matches("input") && !NO_TEXT.includes(target.type)))
  );
}

/** Whether a key is pressed alone: AltGr, which some keyboards need for `[`, counts as alone. */
export function alone(event) {
  const held = event.ctrlKey || event.metaKey || event.altKey;
  return !event.isComposing && (!held || event.getModifierState("AltGraph"));
}
