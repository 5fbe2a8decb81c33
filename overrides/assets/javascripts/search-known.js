// Which words of a query the index knows. A word that it does not know Pagefind shortens to the
// longest beginning that it does, so that "foobarbaz" finds "for": such a hit is none.

const CAMEL = /(?<=\p{Ll})(?=\p{Lu})/u;
const APART = /[^\p{L}\p{N}]+/u;

/** The letters and digits of a word, as they are compared. */
export function bare(word) {
  return word.normalize("NFKD").replace(/[^\p{L}\p{N}]+/gu, "").toLowerCase();
}

/** Whether a result has a word that begins with more than two thirds of one; of a number, with all. */
function likeness({ content, meta }) {
  const there = new Set();
  for (const word of [content, ...Object.values(meta)].join(" ").split(/\s+/)) {
    there.add(bare(word));
    for (const part of word.split(APART)) {
      there.add(bare(part));
      for (const piece of part.split(CAMEL)) there.add(bare(piece));
    }
  }
  const words = [...there];
  return (word) => {
    const asked = bare(word);
    const enough = /^\p{N}+$/u.test(asked) ? asked : asked.slice(0, Math.floor((2 * asked.length) / 3) + 1);
    return words.some((other) => other.startsWith(enough));
  };
}

/** The words that a result lacks and that no paper has in any form that `ask` finds, in their order. */
async function lacked(words, result, ask, known) {
  const like = result ? likeness(await result.data()) : () => false;
  const unlike = words.filter((word) => bare(word) && !like(word));
  const told = await Promise.all(unlike.map((word) => known(word, ask)));
  return unlike.filter((_, at) => !told[at]);
}

/** The very word or, as Pagefind has it, another of its forms: "running" for "run". */
async function exactly(word, ask) {
  return (await ask(`"${word}"`)).results.length > 0;
}

async function anyhow(word, ask) {
  if (await exactly(word, ask)) return true;
  const { results } = await ask(word);
  return results.length > 0 && likeness(await results[0].data())(word);
}

/** The words that no paper of the index has; `found` is what was found of all, `ask` asks for some. */
export function unknown(words, found, ask) {
  return lacked(words, found.results[0], ask, anyhow);
}

/**
 * What was found without the parts of the index that only shortened a word which others know: of
 * each part all hits are of the same words, so the first one tells.
 */
export async function sifted(found, words) {
  const parts = found.parts.filter(({ results }) => results.length);
  if (parts.length < 2) return found;
  const lacks = await Promise.all(
    parts.map(async ({ results, ask }) => (await lacked(words, results[0], ask, exactly)).length),
  );
  const least = Math.min(...lacks);
  const poor = new Set(parts.flatMap(({ results }, at) => (lacks[at] > least ? results : [])));
  return poor.size ? { ...found, results: found.results.filter((each) => !poor.has(each)) } : found;
}
