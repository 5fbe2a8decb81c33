// Light, dark, or as the system has it: the theme's switch without the theme's script, made of the
// palettes that the page names. What is chosen is kept where that script keeps it, for pages by hand
// have it.

import { element } from "./search-dom.js";

const SYSTEM = "(prefers-color-scheme)";
const NAMES = ["media", "scheme", "primary", "accent"];

// Material Design's brightness-auto, brightness-7 and moon-waning-crescent, as the theme has them.
const ICONS = {
  system: "m14.3 16-.7-2h-3.2l-.7 2H7.8L11 7h2l3.2 9zM20 8.69V4h-4.69L12 .69 8.69 4H4v4.69L.69 12 4 15.31V20h4.69L12 23.31 15.31 20H20v-4.69L23.31 12zm-9.15 3.96h2.3L12 9z",
  light: "M12 8a4 4 0 0 0-4 4 4 4 0 0 0 4 4 4 4 0 0 0 4-4 4 4 0 0 0-4-4m0 10a6 6 0 0 1-6-6 6 6 0 0 1 6-6 6 6 0 0 1 6 6 6 6 0 0 1-6 6m8-9.31V4h-4.69L12 .69 8.69 4H4v4.69L.69 12 4 15.31V20h4.69L12 23.31 15.31 20H20v-4.69L23.31 12z",
  dark: "M2 12a10 10 0 0 0 13 9.54 10 10 0 0 1 0-19.08A10 10 0 0 0 2 12",
};
const SVG = "http://www.w3.org/2000/svg";

const form = document.querySelector("[data-pf-palettes]");
const inputs = form ? JSON.parse(form.dataset.pfPalettes).map(choice) : [];
const dark = matchMedia("(prefers-color-scheme: dark)");
let chosen = Math.max(0, Math.min(stored(), inputs.length - 1));

/** A choice in the form, and the button that leads on from it; gives its input. */
function choice([media, scheme, primary, accent, name], index, all) {
  const colours = { media, scheme, primary, accent };
  const input = element("input", { class: "md-option", type: "radio", name: "__palette", id: `__palette_${index}` });
  for (const [key, value] of Object.entries(colours)) input.setAttribute(`data-md-color-${key}`, value);
  input.setAttribute(...(name ? ["aria-label", name] : ["aria-hidden", "true"]));
  form.append(input);
  if (name) {
    const next = `__palette_${(index + 1) % all.length}`;
    const label = element("label", { class: "md-header__button md-icon", title: name, for: next, hidden: "" });
    label.append(icon(media === SYSTEM ? "system" : scheme === "slate" ? "dark" : "light"));
    form.append(label);
  }
  return input;
}

function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

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
