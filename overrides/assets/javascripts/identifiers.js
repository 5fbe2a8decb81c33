// What a reader may paste for a paper -> its id here, what search has it by, where it is elsewhere.
// The ids are those of generator/identifiers.py; whether the page exists is asked elsewhere.

import { bare as lettersOf } from "./search-known.js";

const HOSTS =
  /^(?:https?:\/\/)?(?:[a-z]+\.)?(?:arxiv\.org\/(?:abs|pdf|html|format|src)|huggingface\.co\/papers)\//i;
const ARXIV_DOI = /^(?:https?:\/\/)?(?:(?:dx\.)?doi\.org\/|doi:\s*)?10\.48550\/arxiv\./i;
const ARXIV_NEW = /^(\d{2}(?:0[1-9]|1[0-2])\.\d{4,5})(?:v\d{1,3})?$/;
const ARXIV_OLD = /^([a-z]+(?:-[a-z]+)?)(?:\.[a-z]{2})?[/-](\d{7})(?:v\d{1,3})?$/i;
const DOI = /^(?:(?:https?:\/\/)?(?:dx\.)?doi\.org\/|doi:\s*)?(10\.\d{4,9}\/[a-z0-9][a-z0-9._-]*)$/i;
const ACL_HOST = /^(?:https?:\/\/)?(?:www\.)?aclanthology\.org\//i;
const ACL = /^(?:\d{4}\.[a-z0-9_]+-[a-z0-9]+\.\d+|[a-z]\d{2}-\d{4,5})$/i;

/** The id of the paper that `text` names, or null if it is no identifier. */
export function paperId(text) {
  const bare = text.trim().replace(/[?#].*$/, "");
  if (!bare || bare.length > 200) return null;
  const arxiv = bare
    .replace(HOSTS, "")
    .replace(ARXIV_DOI, "")
    .replace(/^arxiv:\s*/i, "")
    .replace(/\/$/, "")
    .replace(/\.pdf$/i, "");
  const recent = ARXIV_NEW.exec(arxiv);
  if (recent) return recent[1];
  const old = ARXIV_OLD.exec(arxiv);
  if (old) return `${old[1].toLowerCase()}-${old[2]}`;
  const doi = DOI.exec(bare);
  if (doi) return doi[1].toLowerCase().replace("/", "-");
  const acl = bare.replace(ACL_HOST, "").replace(/\/$/, "").replace(/\.pdf$/i, "");
  return ACL.test(acl) ? acl.toLowerCase() : null;
}

const ARXIV = /^\d{4}\.\d{4,5}(?:v\d{1,3})?$/; // of a month that there is not, too
const ANY_DOI = /^(?:(?:https?:\/\/)?(?:(?:dx|www)\.)?doi\.org\/|doi:\s*)?(10\.\d{4,9}(?:\.\d+)*\/[!-~]+)$/i;
const OPENREVIEW = /^(?:https?:\/\/)?openreview\.net\/(?:forum|pdf|attachment)\?(?:[^#]*&)?id=([\w-]{6,20})(?:[&#].*)?$/i;

/**
 * The identifier that `text` is as a whole, or null: its `name`; the `id` of the page that it may
 * have here and the `key` that search has it by, which generator/identifiers.py makes too; and `away`,
 * its address elsewhere. `id` and `away` may be null.
 */
export function identifierOf(text) {
  const asked = text.trim();
  const forum = OPENREVIEW.exec(asked)?.[1];
  if (forum) return told(forum, `https://openreview.net/forum?id=${forum}`, null);
  const bare = asked.replace(HOSTS, "").replace(/^arxiv:\s*/i, "").replace(/[.,;/]+$/, "");
  const id = paperId(asked.replace(/[.,;]+$/, ""));
  if (id && (ARXIV_NEW.test(id) || /^[a-z]+(?:-[a-z]+)?-\d{7}$/.test(id))) {
    const name = id.replace(/-(?=\d{7}$)/, "/");
    return told(name, `https://arxiv.org/abs/${name}`, id);
  }
  if (ARXIV.test(bare)) return told(bare, null, null);
  const doi = ANY_DOI.exec(asked.replace(/[.,;/]+$/, ""))?.[1];
  if (doi) return told(doi, `https://doi.org/${encodeURI(doi).replace(/[?#]/g, encodeURIComponent)}`, id);
  return id && told(id, `https://aclanthology.org/${id.includes(".") ? id : id.toUpperCase()}/`, id);
}

function told(name, away, id) {
  return { name, away, id, key: lettersOf(name) };
}
