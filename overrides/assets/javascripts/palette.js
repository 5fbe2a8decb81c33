// Light, dark, or as the system has it: the theme's palette without the theme's script. What is
// chosen is kept where that script keeps it, for pages by hand have it.

const SYSTEM = "(prefers-color-scheme)";
const NAMES = ["media", "scheme", "primary", "accent"];

const inputs = [...document.querySelectorAll("[data-md-component=palette] input")];
const dark = matchMedia("(prefers-color-scheme: dark)");
let chosen = Math.max(0, Math.min(stored(), inputs.length - 1));

function stored() {
  try {
    return Number(__md_get("__palette")?.index) || 0;
  } catch {
    return 0; // No storage, or something else in it.
  }
}

function remember(palette) {
  try {
    __md_set("__palette", palette);
  } catch {
    // No storage: the choice holds for this page.
  }
}

function coloursOf(input) {
  return Object.fromEntries(NAMES.map((name) => [name, input.getAttribute(`data-md-color-${name}`)]));
}

/** What is shown of a choice: the system's is that of the palette it asks for. */
function shown(input) {
  if (input.dataset.mdColorMedia !== SYSTEM) return input;
  const wanted = `(prefers-color-scheme: ${dark.matches ? "dark" : "light"})`;
  return inputs.find((each) => each.dataset.mdColorMedia === wanted) ?? input;
}

function apply() {
  const input = inputs[chosen];
  for (const [name, value] of Object.entries(coloursOf(shown(input)))) {
    document.body.setAttribute(`data-md-color-${name}`, value);
  }
  for (const each of inputs) {
    const label = each.nextElementSibling;
    if (label?.matches("label")) label.hidden = each !== input;
  }
}

if (inputs.length) {
  inputs.forEach((input, index) => {
    input.addEventListener("change", () => {
      chosen = index;
      apply();
      remember({ index, color: coloursOf(input) });
    });
  });
  dark.addEventListener("change", apply);
  apply();
}
