// My feed: the newest papers that have a followed topic or author.

import { authorKey, cleanPaper } from "./library-clean.js";

/** The newest papers of the site, as its small file lists them; rejects if it cannot be had. */
export async function recentPapers(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${answer.status} for ${url}`);
  const { papers } = await answer.json();
  return papers
    .map((given) => {
      const paper = cleanPaper({ ...given, by: given.byline });
      return paper && { ...paper, status: given.status };
    })
    .filter(Boolean);
}

/** Those of the papers that are followed, each with why: labels of topics, and names. */
export function followed(papers, { topics, authors }) {
  const found = [];
  for (const paper of papers) {
    const why = [
      ...paper.topics.filter((slug) => topics.has(slug)).map((slug) => topics.get(slug).label),
      ...paper.authors.filter((name) => authors.has(authorKey(name))),
    ];
    if (why.length) found.push({ paper, why });
  }
  return found;
}
