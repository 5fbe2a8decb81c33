// What scripts say, in the site's language: the sections `script` and `counts` of its catalogue,
// which the build writes into words.js. As in generator/interface.py `{name}` holds a value's place.

import WORDS from "./words.js";

const PLURALS = new Intl.PluralRules(WORDS.locale);
const NUMBERS = new Intl.NumberFormat(WORDS.locale);
const DAYS = new Intl.DateTimeFormat(WORDS.locale, { dateStyle: "long", timeZone: "UTC" });

/** The text of a key with its values; of several texts the one for the number `n`. */
export function t(key, values) {
  return parts(key, values).join("");
}

/** The same in pieces, to append: for a text that has an element at one of its places. */
export function parts(key, values = {}) {
  const text = WORDS[key];
  const form = typeof text === "string" ? text : (text[PLURALS.select(values.n)] ?? text.other);
  return form.split(/\{(\w+)\}/).map((part, at) => (at % 2 ? shown(values[part]) : part));
}

function shown(value) {
  return typeof value === "number" ? NUMBERS.format(value) : value;
}

/** `1 paper`, `1,200 papers`, by the section `counts`. */
export function count(number, thing) {
  return t(`counts.${thing}`, { n: number });
}

/** `2025-03-11` as `11 March 2025`. */
export function dayInWords(day) {
  const [year, month, date] = day.split("-");
  return DAYS.format(Date.UTC(year, month - 1, date)); // A library may hold 31 February: no throw.
}

/** `14 Nov`, or `14 Nov 2023` if that is not this year; of a time, as the reader's clock has it. */
export function shortDay(time) {
  const year = time.getFullYear() === new Date().getFullYear() ? undefined : "numeric";
  return time.toLocaleDateString(WORDS.locale, { day: "numeric", month: "short", year });
}
