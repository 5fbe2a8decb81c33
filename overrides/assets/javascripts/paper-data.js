// The papers on a page, as their elements describe them.

import { cleanPaper } from "./library-clean.js";

/** The paper that an element with `data-paper` shows, or null. */
export function paperOf(place) {
  const { paper, title, by, day, year, authors, others, topics, doi } = place.dataset;
  return cleanPaper({
    id: paper,
    title,
    by,
    day,
    year,
    authors: authors ? authors.split("\n") : [],
    others: others !== undefined,
    topics: topics ? topics.split(" ") : [],
    doi,
  });
}

/** Have an element describe the paper that it shows: what `paperOf` reads again. */
export function describe(place, paper) {
  const { id, title, by, day, year, authors, others, topics, doi } = paper;
  const data = { paper: id, title, by, day, year, authors: authors.join("\n"), topics: topics.join(" "), doi };
  Object.assign(place.dataset, data, others && { others: "" });
}

/** The address of a paper's page. */
export function paperAddress(base, id) {
  return new URL(`papers/${id}/`, base).href;
}
