// The index that Pagefind made of the site, and its answers as plain data: text, never HTML.

import { sifted, unknown } from "./search-known.js";
import { openNamed } from "./search-named.js";
import { openWords } from "./search-words.js";

const MOST_CHARACTERS = 300;
const MOST_WORDS = 24; // Thousands of words keep Pagefind busy for minutes.
const MOST_LEFT_OUT = 8; // For each word left out there is a search more.
// Every paper's page has this word in its metadata. Without words Pagefind would load all there is.
const EVERY = "everypaper";
const NEWEST = { listed: "desc" };
const EXCERPT_WORDS = 36;
const LOOKED_AT = 30; // Results among which those with the very words come first.
const FEW = 2; // So few words are in many papers.
const ACRONYM = /\p{Lu}.*\p{Lu}/u;
const UNSEEN = /[\p{Cc}\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]+/gu;

/** The query without what cannot be seen, of a length that can be searched. */
export function tidy(query) {
  const seen = query.slice(0, 4 * MOST_CHARACTERS).replace(UNSEEN, " ");
  const words = seen.slice(0, MOST_CHARACTERS).split(/\s+/).filter(Boolean);
  return words.slice(0, MOST_WORDS).join(" ");
}

/** The index of the site at `base`, loaded when it is first asked for. */
export function openIndex(base) {
  const meant = openWords(base);
  let engine = null;

  function load() {
    engine ??= start(base);
    engine.catch(() => {
      engine = null; // The next question tries again.
    });
    return engine;
  }

  /**
   * How many papers there are, and a way to read some; `without` are the words that had to be left
   * out to find any, `instead` the words that were looked for if some are misspelt, `none` is whether
   * no paper has any of the words, `missing` the parts of the index that could not be had. Rejects
   * if there is no index.
   */
  async function search(asked) {
    const index = await load();
    return { ...(await find(index, asked)), missing: index.missing };
  }

  async function find(index, { q, topic, year }) {
    const filters = { ...(topic && { topic }), ...(year && { year }) };
    const ask = (words) => index.ask(words, { filters });
    if (!q) return answer(await index.ask(EVERY, { filters, sort: NEWEST }));
    if (q.includes('"')) return answer(await ask(q));

    let words = [...new Set(q.toLowerCase().split(" "))];
    const askAll = async () => sifted(await ask(words.join(" ")), words);
    let found = await askAll();
    if (!found.results.length && /\p{L}-\p{L}/u.test(q)) {
      found = await sifted(await ask(words.join(" ").replaceAll("-", " ")), words);
    }
    let [instead, corrected] = ["", null];
    if (words.length <= MOST_LEFT_OUT) {
      const first = found.results.length ? (await found.results[0].data()).content.toLowerCase() : "";
      corrected = await corrections(words, words.filter((word) => !first.includes(stem(word))));
      const other = corrected && (await ask(corrected.join(" ")));
      if (other?.results.length) {
        [found, words, instead] = [await sifted(other, corrected), corrected, corrected.join(" ")];
      }
    }
    const anywhere = (some) => index.ask(some, { filters: {} });
    let without = await unknown(words, found, anywhere);
    if (corrected && without.length === words.length) {
      [found, words, instead] = [{ results: [] }, corrected, corrected.join(" ")];
      without = await unknown(words, found, anywhere);
    }
    if (without.length) {
      words = words.filter((word) => !without.includes(word));
      if (!words.length) return answer({ results: [] }, { none: true });
      found = await askAll();
    }
    if (!found.results.length) {
      const less = await leftOut(words, ask);
      found = await sifted(less.found, words);
      words = words.filter((word) => !less.without.includes(word));
      without = [...without, ...less.without];
    }
    if (instead) return answer(found, { instead: words.join(" ") });
    const asked = q.split(" ");
    const told = asked.length <= FEW || asked.some((word) => ACRONYM.test(word));
    return answer(found, { without: found.results.length ? without : [], nearer: told ? asked : [] });
  }

  /** What is found without one of the words, most of all; of many words without all that are not whole. */
  async function leftOut(words, ask) {
    let [found, without] = [{ results: [], parts: [] }, []];
    const tried = words.length > MOST_LEFT_OUT ? [words.filter((word) => !isWhole(word))] : words.map((word) => [word]);
    for (const some of tried) {
      if (!some.length || some.length === words.length) continue;
      const other = await ask(words.filter((word) => !some.includes(word)).join(" "));
      if (other.results.length > found.results.length) [found, without] = [other, some];
    }
    return { found, without };
  }

  /** All words with those that nothing is like as they were meant; null if none is misspelt. */
  async function corrections(words, unlike) {
    if (!unlike.length) return null;
    try {
      const right = await meant(unlike);
      return right.size ? words.map((word) => right.get(word) ?? word) : null;
    } catch (error) {
      console.warn("Search:", error);
      return null; // Without the words there are still the other ways.
    }
  }

  async function shown(results) {
    const data = await Promise.all(results.map((each) => each.data()));
    return data.map((each) => plain(each, base)).filter(Boolean);
  }

  function answer(found, { without = [], instead = "", nearer = [], none = false } = {}) {
    let order = null; // With `nearer` words the first results in another order.
    async function read(from, to) {
      if (nearer.length) order ??= sorted(found.results, nearer);
      return shown(((await order) ?? found.results).slice(from, to));
    }
    return { total: found.results.length, without, instead, none, read };
  }

  /** At most so many papers that have all of the words. */
  async function papersWith(words, most) {
    const { results } = await (await load()).ask(words, { filters: {} });
    return shown(results.slice(0, most));
  }

  const named = openNamed(base, papersWith);
  return { load, search, named };
}

/** What a word has in common with its other forms: where a paper lacks it, Pagefind guessed. */
function stem(word) {
  return word.slice(0, Math.max(3, word.length - 2));
}

/** Whether it is a word that is written in one way: without digits and signs, and not too short. */
function isWhole(word) {
  return /^\p{L}{3,}$/u.test(word.replace(/[^\p{L}\p{N}-]+$/u, ""));
}

/** Of the first results those first whose titles and first authors have most of the very words. */
async function sorted(results, words) {
  const first = results.slice(0, LOOKED_AT);
  const scores = await Promise.all(first.map(async (each) => likeness((await each.data()).meta, words)));
  const order = first.map((_, at) => at).sort((one, two) => scores[two] - scores[one] || one - two);
  return [...order.map((at) => first[at]), ...results.slice(LOOKED_AT)];
}

/**
 * How many of the words a paper's title and first authors have; those in its capitals count twice.
 * Of papers that have them all those come first whose first author is among the words: papers are
 * cited by that name.
 */
function likeness({ title = "", by = "" }, words) {
  const cited = by.split(", ", 1)[0].toLowerCase().split(/\s+/).at(-1);
  const text = [title, by].join(" ");
  const [there, small] = [text, text.toLowerCase()].map((each) => new Set(each.split(/[^\p{L}\p{N}]+/u)));
  const counts = words.map((word) => {
    if (ACRONYM.test(word) && there.has(word)) return 2;
    return Number(small.has(word.toLowerCase()));
  });
  const cites = words.length > 1 && counts.every(Boolean) && words.some((word) => word.toLowerCase() === cited);
  return counts.reduce((sum, count) => sum + count, cites ? 0.5 : 0);
}

/**
 * The way to ask all parts of the index, or those of a year; and the names of those that are missing.
 * Parts do not overlap in time and the newest comes first: its papers are the first among equals.
 */
async function start(base) {
  const [names, newest] = await Promise.all([partsOf(base), loadPart(base, "")]);
  const others = names.slice(1).map((name) => loadPart(base, `${name}/`));
  const loaded = [{ value: newest }, ...(await Promise.allSettled(others))];
  const parts = names.map((name, at) => ({ name, pagefind: loaded[at].value }));

  async function ask(words, options) {
    const asked = parts.filter(({ name, pagefind }) => pagefind && covers(name, options.filters.year));
    const found = await Promise.all(asked.map(({ pagefind }) => newestOfEqual(pagefind, words, options)));
    const results = found.flat();
    return {
      results: options.sort ? results : results.sort((one, two) => two.score - one.score),
      parts: found.map((each, at) => ({ results: each, ask: (some) => asked[at].pagefind.search(some) })),
    };
  }

  return { ask, missing: parts.filter(({ pagefind }) => !pagefind).map(({ name }) => name) };
}

/** The names of the index's parts, such as `2022-05--2023-01`, the newest first; [""] if it is one. */
async function partsOf(base) {
  const answer = await fetch(new URL("pagefind/parts.json", base));
  const names = answer.ok ? await answer.json() : [];
  return names.length ? names : [""];
}

/** Pagefind for a part: each has a copy of it, for one copy is right for one index only. */
async function loadPart(base, folder) {
  const pagefind = await import(new URL(`pagefind/${folder}pagefind.js`, base).href);
  await pagefind.options({ baseUrl: base.pathname });
  await pagefind.init();
  return pagefind;
}

/**
 * What Pagefind finds, the best first and of those that are equally good the newest. Pagefind gives
 * them as they lie in its index; in order of time it gives them if it is asked again, which loads
 * nothing more.
 */
async function newestOfEqual(pagefind, words, options) {
  const { results } = await pagefind.search(words, options);
  const seen = results.slice(0, LOOKED_AT); // Further down few look, and of thousands it takes long.
  const equals = seen.some(({ score }, at) => score === results[at + 1]?.score);
  if (options.sort || !equals) return results;
  const dated = await pagefind.search(words, { ...options, sort: NEWEST });
  const places = new Map(dated.results.map(({ id }, at) => [id, at]));
  const newer = (one, two) => two.score - one.score || places.get(one.id) - places.get(two.id);
  return [...results].sort(newer);
}

/** Whether a part has papers of the year; of any year if none is given. */
function covers(name, year) {
  const [first, last = first] = name.split("--").map((span) => span.slice(0, 4));
  return !year || !name || (first <= year && year <= last);
}

/** A result of Pagefind's as plain values; null if it leads anywhere but to a paper of this site. */
function plain(data, base) {
  const url = new URL(data.url, base);
  const papers = new URL("papers/", base);
  if (url.origin !== base.origin || !url.pathname.startsWith(papers.pathname)) return null;
  return {
    url: url.href,
    title: data.meta.title || url.pathname,
    by: data.meta.by || "",
    day: data.meta.day || "",
    status: data.meta.status || "",
    topics: data.filters?.topic ?? [],
    keys: data.meta.keys || "",
    excerpt: excerpt(data),
  };
}

/**
 * The part of the abstract where most of the words found stand, as pieces of text that are found
 * or not. Pagefind's own excerpt is HTML, in which a found `<mark>` and a written one are one.
 */
function excerpt(data) {
  const words = data.content.split(/\s+/);
  const begin = data.anchors?.find((each) => each.id === "abstract")?.location ?? 0;
  const hits = new Set(data.locations);
  const spots = data.locations.filter((at) => at >= begin).sort((a, b) => a - b);
  let best = begin;
  let most = 0;
  spots.forEach((first, index) => {
    const near = spots.slice(index).filter((at) => at < first + EXCERPT_WORDS);
    if (near.length <= most) return;
    most = near.length;
    const spare = EXCERPT_WORDS - (near.at(-1) - first + 1);
    best = Math.max(begin, Math.min(first - (spare >> 1), words.length - EXCERPT_WORDS));
  });
  const end = Math.min(best + EXCERPT_WORDS, words.length);
  const pieces = [];
  for (let at = best; at < end; at += 1) {
    const found = hits.has(at);
    const last = pieces.at(-1);
    if (last?.found === found) last.text += ` ${words[at]}`;
    else pieces.push({ text: words[at], found });
  }
  if (best > begin) pieces.unshift({ text: "…", found: false });
  if (end < words.length) pieces.push({ text: "…", found: false });
  return pieces;
}
