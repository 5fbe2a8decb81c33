// The topics that what is typed may mean: by their names, and by the words that earn them.

const SHORTEST = 2; // One letter may mean too many.

/** A function that gives topics for a text, the likeliest first; it loads the list once. */
export function openTopics(base) {
  let loading = null;

  function load() {
    loading ??= fetch(new URL("api/search-topics.json", base)).then((answer) => {
      if (!answer.ok) throw new Error(`${answer.url}: ${answer.status}`);
      return answer.json();
    });
    loading.catch(() => {
      loading = null; // The next question tries again.
    });
    return loading;
  }

  /** At most so many topics; none if the list cannot be had, for papers are found without it. */
  return async function topicsOf(text, most) {
    const asked = text.toLowerCase();
    if (asked.length < SHORTEST) return [];
    const all = await load().catch((error) => {
      console.warn("Topics:", error);
      return [];
    });
    return all
      .map((topic) => ({ ...topic, url: new URL(`topics/${topic.slug}/`, base).href, rank: rankOf(topic, asked) }))
      .filter(({ rank }) => rank < Infinity)
      .sort((one, other) => one.rank - other.rank) // Among equals those with most papers first, as in the list.
      .slice(0, most);
  };
}

/** How far the topic is from what is asked: 0 is the nearest, infinity is not meant at all. */
export function rankOf({ label, words }, asked) {
  const name = label.toLowerCase();
  if (name.startsWith(asked)) return 0;
  const parts = name.split(/[^\p{L}\p{N}]+/u);
  if (asked.split(/[^\p{L}\p{N}]+/u).every((word) => parts.some((part) => part.startsWith(word)))) return 1;
  if (words.includes(asked)) return 2;
  return asked.includes(" ") && words.some((word) => word.startsWith(asked)) ? 3 : Infinity;
}
