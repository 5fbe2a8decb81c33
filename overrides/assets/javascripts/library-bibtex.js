// Saved papers as BibTeX. Titles and names are plain text, so every character that TeX minds is
// written as TeX wants it.

import { paperAddress } from "./paper-data.js";
import { tex } from "./tex.js";

const ARXIV = /^\d{4}\.\d{4,5}$/;
const OLD_ARXIV = /^([a-z]+(?:-[a-z]+)?)-(\d{7})$/;

/** All papers as the text of a `.bib` file. */
export function bibtex(papers, base) {
  return papers.map((paper) => entry(paper, base)).join("\n");
}

function entry(paper, base) {
  const arxiv = arxivOf(paper.id);
  const names = paper.authors.map(person);
  if (paper.others && names.length) names.push("others"); // BibTeX's own word for the rest.
  const fields = {
    title: `{${tex(paper.title)}}`, // Braces in braces: no style may change its capitals.
    author: names.join(" and "),
    year: paper.year || paper.day.slice(0, 4),
    doi: paper.doi.replace(/[{}\\]/g, ""),
    eprint: arxiv,
    archiveprefix: arxiv && "arXiv",
    url: arxiv ? `https://arxiv.org/abs/${arxiv}` : paperAddress(base, paper.id),
  };
  const lines = Object.entries(fields).filter(([, value]) => value);
  return `@misc{${paper.id},\n${lines.map(([name, value]) => `  ${name} = {${value}}`).join(",\n")}\n}\n`;
}

function arxivOf(id) {
  if (ARXIV.test(id)) return id;
  const old = OLD_ARXIV.exec(id);
  return old ? `${old[1]}/${old[2]}` : "";
}

/** A name; one that BibTeX would take apart at an "and" or a comma stays whole. */
function person(name) {
  const whole = /,|\band\b/i.test(name);
  return whole ? `{${tex(name)}}` : tex(name);
}
