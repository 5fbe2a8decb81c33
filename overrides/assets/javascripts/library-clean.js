// What may be in the library. Whatever comes from storage, a file or a page goes through here:
// each function gives a clean entry, or null for what is none.

const ID = /^[a-z0-9](?:[a-z0-9._-]*[a-z0-9_-])?$/; // as in generator/identifiers.py
const SLUG = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
const DAY = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;
const DOI = /^10\.\d{4,9}(?:\.\d+)*\/[!-~]{1,200}$/;
const YEAR = /^\d{4}$/;
// Characters that cannot be seen, and those that turn the direction of what follows them.
const UNSEEN = /[\p{Cc}\p{Cs}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]+/gu;
const MOST_NAMES = 100;
const MOST_TOPICS = 50;
const LATEST = Date.UTC(2200, 0);

/** A text of one line, at most `most` characters long. */
export function line(value, most) {
  if (typeof value !== "string") return "";
  const seen = value.slice(0, 4 * most).replace(UNSEEN, " ").trim();
  return seen.slice(0, most).replace(/\p{Cs}/gu, ""); // The cut may fall between two halves of a character.
}

function matching(pattern, value) {
  return typeof value === "string" && pattern.test(value) ? value : "";
}

function id(value) {
  const found = matching(ID, value);
  return found.length <= 120 && !found.includes("..") ? found : "";
}

function time(value) {
  return Number.isSafeInteger(value) && value > 0 && value < LATEST ? value : 0;
}

function list(value, most, each) {
  return Array.isArray(value) ? value.slice(0, most).map(each).filter(Boolean) : [];
}

/** A saved paper: all that shows it, so that it outlives its page. */
export function cleanPaper(given) {
  const mark = cleanMark(given);
  return (
    mark && {
      ...mark,
      year: matching(YEAR, given.year),
      authors: list(given.authors, MOST_NAMES, (name) => line(name, 200)),
      others: given.others === true || (given.authors?.length ?? 0) > MOST_NAMES,
      topics: list(given.topics, MOST_TOPICS, (slug) => cleanSlug(slug)),
      doi: matching(DOI, given.doi),
    }
  );
}

/** A paper that was read. */
export function cleanMark(given) {
  const known = id(given?.id);
  if (!known) return null;
  return {
    id: known,
    title: line(given.title, 1000) || known,
    by: line(given.by, 400),
    day: cleanDay(given.day),
    at: time(given.at),
  };
}

/** A topic that is followed. */
export function cleanTopic(given) {
  const slug = cleanSlug(given?.slug);
  return slug ? { slug, label: line(given.label, 200) || slug, at: time(given.at) } : null;
}

/** An author who is followed. */
export function cleanAuthor(given) {
  const name = line(given?.name, 200);
  return name ? { name, at: time(given.at) } : null;
}

/** A look at the home page: the newest day on it, that day's papers, and when that was. */
export function cleanLook(given) {
  const day = cleanDay(given?.day);
  return day ? { day, ids: list(given.ids, 2000, id), at: time(given.at) } : null;
}

export function cleanDay(value) {
  return matching(DAY, value);
}

export function cleanSlug(value) {
  return matching(SLUG, value).slice(0, 100);
}

/** Under which name an author is known: people whose names differ in case or blanks are one. */
export function authorKey(name) {
  return name.normalize("NFKC").toLowerCase().replace(/\s+/g, " ").trim();
}
