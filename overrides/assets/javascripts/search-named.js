// The paper that an identifier names, as its page here shows it; or that it was removed; or that it
// is not here.

import { identifierOf } from "./identifiers.js";
import { dayInWords } from "./messages.js";
import { paperOf } from "./paper-data.js";
import { bare } from "./search-known.js";

const GONE = [404, 410];
const LOOKED_AT = 5;

/**
 * A function that gives for a text that is an identifier what is here of it, else null. `papersWith`
 * finds papers by words of theirs. It rejects if a page or the index could not be had.
 */
export function openNamed(base, papersWith) {
  const asked = new Map();

  return async function named(text) {
    const identifier = identifierOf(text);
    if (!identifier) return null;
    const { key } = identifier;
    if (!asked.has(key)) {
      asked.set(key, look(identifier));
      asked.get(key).catch(() => asked.delete(key)); // The next question tries again.
    }
    return asked.get(key);
  };

  async function look(identifier) {
    const { id, key } = identifier;
    const here = id && (await shown(new URL(`papers/${id}/`, base), id));
    if (here) return here;
    const found = await papersWith(`"${key}"`, LOOKED_AT); // the very word
    const paper = found.find(({ keys }) => keys.split(" ").includes(key));
    return paper ? { ...paper, is: "here" } : { ...identifier, is: "absent" };
  }

  /** What the page at an address shows of a paper; null if it is none. */
  async function shown(url, id, led = false) {
    const answer = await fetch(url);
    if (GONE.includes(answer.status)) return null;
    if (!answer.ok) throw new Error(`${answer.url}: ${answer.status}`);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (page.querySelector(".pf-removed")) return { is: "removed", id, url: url.href };
    const place = page.querySelector(".pf-paper[data-paper]");
    const paper = place && paperOf(place);
    if (paper) {
      return {
        is: "here",
        ...paper,
        url: url.href,
        day: paper.day && dayInWords(paper.day),
        status: place.querySelector("[data-status]")?.dataset.status ?? "",
        excerpt: [{ text: page.querySelector("meta[name=description]")?.content ?? "", found: false }],
      };
    }
    const way = !led && page.querySelector("meta[http-equiv=refresh]") && page.querySelector("a");
    const target = way && new URL(way.getAttribute("href"), url);
    const papers = new URL("papers/", base).href;
    return target && target.href.startsWith(papers) ? shown(target, id, true) : null;
  }
}
