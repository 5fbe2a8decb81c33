// What scripts say, in the site's language: the sections `script` and `counts` of its catalogue,
// which the build writes into words.js. As in generator/interface.py `{name}` holds a value's place.

import WORDS from "./words.js";

const PLURALS = new Intl.PluralRules(WORDS.locale);
const NUMBERS = new Intl.NumberFormat(WORDS.locale);
const DAYS = new Intl.DateTimeFormat(WORDS.locale, { dateStyle: "long", timeZone: "UTC" });

/** The text of a key with its values; of several texts the one for the number `n`. */
export function t(key, values = {}) {
  const text = WORDS[key];
  const form = typeof text === "string" ? text : (text[PLURALS.select(values.n)] ?? text.other);
  return form.replace(/\{(\w+)\}/g, (_, name) => shown(values[name]));
}

function shown(value) {
  return typeof value === "number" ? NUMBERS.format(value) : String(value);
}

/** `1 paper`, `1,200 papers`, by the section `counts`. */
export function count(number, thing) {
  return t(`counts.${thing}`, { n: number });
}

/** `2025-03-11` as `11 March 2025`. */
export function dayInWords(day) {
  return DAYS.format(new Date(`${day}T00:00:00Z`));
}
