// A citation's data, as the page carries it, made into BibTeX, RIS and CSL-JSON.

import { tex } from "./tex.js";

const ENTRY = { "article-journal": "article", "paper-conference": "inproceedings" };
const CONTAINER = { "article-journal": "journal", "paper-conference": "booktitle" };
const KIND = { "article-journal": "JOUR", "paper-conference": "CONF" };
// What a citation has for pages of ours alone.
const OURS = new Set(["title-parts", "others", "arxiv", "arxiv-class", "issued", "id"]);
// Words that a key does not take from a title.
const PASSED_OVER = new Set("a an and are as at be by can do does for from how in into is it its of on or the to what when which why with".split(" "));
const SPELLED = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ı: "i" };

/** The paper as a BibTeX entry. */
export function bibtex(data) {
  const [year, month] = (data.issued ?? "").split("-");
  const names = (data.author ?? []).map(person);
  if (data.others && names.length) names.push("others"); // BibTeX's own word for the rest.
  const fields = {
    title: title(data),
    author: names.join(" and "),
    year,
    month: month && String(Number(month)),
    [CONTAINER[data.type] ?? "howpublished"]: tex(data["container-title"] ?? ""),
    doi: address(data.DOI ?? ""),
    eprint: address(data.arxiv ?? ""),
    archiveprefix: data.arxiv && "arXiv",
    primaryclass: data["arxiv-class"] && tex(data["arxiv-class"]),
    url: address(data.URL ?? ""),
    note: capital(data.status ?? ""),
  };
  const lines = Object.entries(fields)
    .filter(([, value]) => value)
    .map(([name, value]) => `  ${name} = {${value}}`);
  return `@${ENTRY[data.type] ?? "misc"}{${key(data)},\n${lines.join(",\n")}\n}\n`;
}

/** Such as "Withdrawn". */
function capital(word) {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}

/** `vaswani2017attention`: first author's family name, year, the title's first word of weight. */
export function key(data) {
  const first = data.author?.[0];
  const family = letters(first?.family ?? first?.literal ?? "");
  const words = data.title.split(/[^\p{L}\p{N}\p{M}]+/u).map(letters).filter(Boolean);
  const word = words.find((each) => !PASSED_OVER.has(each)) ?? words[0] ?? "";
  const made = `${family}${(data.issued ?? "").slice(0, 4)}${word}`;
  return /[a-z]/.test(made) ? made : `paper-${data.id.replace(/[^A-Za-z0-9.:-]/g, "")}`;
}

function letters(text) {
  const plain = text.toLowerCase().replace(/[ßæœøłđðþı]/g, (letter) => SPELLED[letter]);
  return plain.normalize("NFKD").replace(/[^a-z0-9]/g, "");
}

/** The title with formulas as they are, and braces around what no style may make small. */
function title(data) {
  const parts = data["title-parts"] ?? [data.title];
  return parts.map((part, at) => (at % 2 ? `$${part}$` : kept(part))).join("");
}

function kept(text) {
  const words = text.split(/(\s+)/);
  return words.map((word) => (/\S\p{Lu}/u.test(word) ? `{${tex(word)}}` : tex(word))).join("");
}

/** `Family, Given`; what BibTeX would take apart at an "and", a comma or a macro stays whole. */
function person({ family, given, suffix, literal }) {
  if (literal !== undefined) return `{${tex(literal)}}`;
  return [family, suffix, given].filter(Boolean).map(part).join(", ");
}

function part(text) {
  return /[,\\{}~^<>]|\band\b/i.test(text) ? `{${tex(text)}}` : tex(text);
}

/** An address or identifier, which TeX's packages read as it stands, but for braces. */
function address(text) {
  return text.replace(/[{}\\\s]/g, (character) => encodeURIComponent(character));
}

/** The paper as a RIS record; its lines end as the format has it. */
export function ris(data) {
  const [year, month = "", day = ""] = (data.issued ?? "").split("-");
  const names = (data.author ?? []).map(({ family, given, suffix, literal }) =>
    literal ?? [family, given, suffix].filter(Boolean).join(", "));
  const lines = [
    ["TY", KIND[data.type] ?? "UNPB"],
    ["TI", data.title],
    ...names.map((name) => ["AU", name]),
    ["PY", year],
    ["DA", year && `${year}/${month}/${day}/`],
    [data.type === "article-journal" ? "JO" : "T2", data["container-title"]],
    ["DO", data.DOI],
    ["M1", data.arxiv && `arXiv:${data.arxiv}`],
    ["LA", data.language],
    ["UR", data.URL],
    ["N1", capital(data.status ?? "")],
  ];
  const shown = lines.filter(([, value]) => value).map(([tag, value]) => `${tag}  - ${line(value)}`);
  return [...shown, "ER  - ", ""].join("\r\n");
}

function line(text) {
  return text.replace(/[\s\u2028\u2029]+/gu, " ").trim();
}

/** The paper as a list of one item of CSL-JSON. */
export function cslJson(data) {
  const item = { id: key(data) };
  for (const [name, value] of Object.entries(data)) if (!OURS.has(name)) item[name] = value;
  if (data.issued) item.issued = { "date-parts": [data.issued.split("-").map(Number)] };
  if (data.arxiv) {
    Object.assign(item, { archive: "arXiv", archive_location: data.arxiv, number: `arXiv:${data.arxiv}` });
  }
  return `${JSON.stringify([item], null, 1)}\n`;
}
