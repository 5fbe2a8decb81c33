// The page of every author: the papers of the name in the address, from a file that the name's
// hash names. `authorKey` and the hash are those of generator/authors.py.

import { dayInWords, parts, t } from "./messages.js";
import { element } from "./search-dom.js";
import { statusMark } from "./status-mark.js";

const LONGEST = 300;
const SLOW = 500;
const ID = /^[a-z0-9](?:[a-z0-9._-]*[a-z0-9_-])?$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** What two spellings of one name have in common. */
export function authorKey(name) {
  return name
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\t\n\v\f\r ]+/g, " ")
    .replace(/^ | $/g, "");
}

/** The CRC-32 of the text's UTF-8. */
export function crc32(text) {
  let value = 0xffffffff;
  for (const byte of new TextEncoder().encode(text)) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit += 1) value = (value >>> 1) ^ (value & 1 ? 0xedb88320 : 0);
  }
  return (value ^ 0xffffffff) >>> 0;
}

const place = document.querySelector("[data-pf-authors]");
if (place) startAuthors(place);

/** Make the page in `root` list the papers of the name in the address. */
async function startAuthors(root) {
  const base = new URL(root.dataset.pfAuthors, location);
  const status = root.querySelector("[data-pf-status]");
  const asked = (new URL(location).searchParams.get("name") ?? "").slice(0, LONGEST);
  const key = authorKey(asked);
  if (!key) return;
  const name = asked.trim();
  root.querySelector("input").value = name;
  const slow = setTimeout(() => status.replaceChildren(t("looking")), SLOW);
  let found;
  try {
    found = await load(base, key, Number(root.dataset.pfFiles));
  } catch (error) {
    console.warn("Authors:", error);
  }
  clearTimeout(slow);
  if (found) {
    const heading = root.querySelector("h1");
    // The page's title begins with what its heading says.
    document.title = document.title.replace(heading.textContent, () => found.name);
    heading.replaceChildren(found.name);
    status.replaceChildren(t("author_papers", { n: found.papers.length }));
    root.dispatchEvent(new CustomEvent("pf-author", { bubbles: true, detail: found.name }));
    root.querySelector("[data-pf-results]").replaceChildren(...found.papers.map((row) => item(row, base)));
    return;
  }
  const search = new URL("search/", base);
  search.searchParams.set("q", name);
  const instead = element("a", { href: search.href }, t("author_search"));
  const said = found === null ? parts("author_none", { name, search: instead }) : parts("author_broken", { search: instead });
  status.replaceChildren(...said);
}

/** The name and its papers; null if no paper has it. Throws if the file cannot be used. */
async function load(base, key, files) {
  const answer = await fetch(new URL(`api/authors/${crc32(key) % files}.json`, base));
  if (!answer.ok) throw new Error(`${answer.url}: ${answer.status}`);
  const data = await answer.json();
  // Any word may be a name, "constructor" too: only the file's own are.
  if (!Object.hasOwn(data.names, key)) return null;
  const [name, places] = data.names[key];
  const rows = places.map((place) => data.papers[place]).filter(isRow);
  return { name: String(name), papers: rows };
}

function isRow(row) {
  return Array.isArray(row) && ID.test(row[0]) && typeof row[1] === "string" && DAY.test(row[2]);
}

function item([id, title, day, status], base) {
  return element(
    "li",
    {},
    element("a", { href: new URL(`papers/${id}/`, base).href, dir: "auto" }, title),
    " ",
    ...statusMark(status),
    " ",
    element(
      "a",
      { class: "pf-count", href: new URL(`archive/${day.replaceAll("-", "/")}/`, base).href },
      dayInWords(day),
    ),
  );
}
