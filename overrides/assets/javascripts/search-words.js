// The words of the site's titles, to find what was meant by a word that no paper has.

const SHORTEST = 4; // What is shorter has too many neighbours.
const LONG = 8; // From here on two letters may be wrong.

/** A function that gives the words nearest to some that nobody wrote; it loads them once. */
export function openWords(base) {
  let loading = null;

  function load() {
    loading ??= fetch(new URL("api/words.txt", base)).then((answer) => {
      if (!answer.ok) throw new Error(`${answer.url}: ${answer.status}`);
      return answer.text();
    });
    loading.catch(() => {
      loading = null; // The next question tries again.
    });
    return loading;
  }

  /** By each of the words the one that was meant, if it is none of the titles' and one is near. */
  return async function meant(words) {
    const found = new Map();
    const known = (await load()).split("\n"); // The most frequent first.
    const all = new Set(known);
    for (const word of words) {
      if (word.length < SHORTEST || all.has(word) || !/^[\p{L}\p{N}]+$/u.test(word)) continue;
      const near = nearest(word, known);
      if (near) found.set(word, near);
    }
    return found;
  };
}

/** Of the words the nearest to one; of those equally near the first. */
export function nearest(word, words) {
  let best = null;
  let least = word.length < LONG ? 2 : 3;
  for (const other of words) {
    if (Math.abs(other.length - word.length) >= least || other.length < SHORTEST) continue;
    const far = distance(word, other, least);
    if (far < least) [best, least] = [other, far];
  }
  return best;
}

/**
 * How many letters have to be put in, left out, changed or swapped with their neighbour to make one
 * word of the other; `most` if there are as many or more.
 * Source: the optimal string alignment distance, https://en.wikipedia.org/wiki/Damerau-Levenshtein_distance
 */
export function distance(one, two, most) {
  let before = [];
  let last = Array.from({ length: two.length + 1 }, (_, at) => at);
  for (let i = 1; i <= one.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= two.length; j += 1) {
      const change = last[j - 1] + (one[i - 1] === two[j - 1] ? 0 : 1);
      row[j] = Math.min(change, last[j] + 1, row[j - 1] + 1);
      if (i > 1 && j > 1 && one[i - 1] === two[j - 2] && one[i - 2] === two[j - 1]) {
        row[j] = Math.min(row[j], before[j - 2] + 1);
      }
    }
    if (Math.min(...row) >= most) return most;
    [before, last] = [last, row];
  }
  return Math.min(last[two.length], most);
}
