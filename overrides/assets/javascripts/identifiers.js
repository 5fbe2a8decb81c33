// What a reader may paste for a paper -> the address of its page, if the form is known.
// The ids are those of generator/identifiers.py; whether the page exists is asked elsewhere.

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
