// The search page: what its form says, its address says, and what is found stands below.

import { count, parts, t } from "./messages.js";
import { index, topicsOf } from "./search.js";
import { element, marked, quoted } from "./search-dom.js";
import { tidy } from "./search-index.js";
import { base } from "./site-root.js";
import { statusMark } from "./status-mark.js";

const AT_A_TIME = 20;
const TOPICS_OFFERED = 4;
const PAUSE = 200;
const SLOW = 500;

const place = document.querySelector("[data-pf-searchpage]");
if (place) startPage(place);

/** Make the search page in `root` work. */
function startPage(root) {
  const form = root.querySelector("form");
  const { q, topic, year } = form.elements;
  const status = root.querySelector("[data-pf-status]");
  const list = root.querySelector("[data-pf-results]");
  const named = root.querySelector("[data-pf-topics]");
  const more = root.querySelector("[data-pf-more]");
  const greeting = status.textContent;
  const labels = new Map([...topic.options].map((each) => [each.value, each.label]));
  let turn = 0; // Of several searches under way only the latest may show its answer.
  let pause = 0;
  let found = null;
  let shown = 0;

  function said() {
    return { q: tidy(q.value), topic: topic.value, year: year.value };
  }

  function addressOf(state) {
    const kept = Object.entries(state).filter(([, value]) => value);
    return new URL(kept.length ? `?${new URLSearchParams(kept)}` : location.pathname, location).href;
  }

  /** Fill the form from the address; returns what the address asks for that is not there. */
  function restore() {
    const asked = new URL(location).searchParams;
    q.value = asked.get("q") ?? "";
    const unknown = [];
    for (const [name, select] of [["topic", topic], ["year", year]]) {
      const value = tidy(asked.get(name) ?? "");
      const known = [...select.options].some((each) => each.value === value);
      select.value = known ? value : "";
      const given = { value: value.slice(0, 60) };
      if (!known) unknown.push(name === "topic" ? t("unknown_topic", given) : t("unknown_year", given));
    }
    return unknown.join(" ");
  }

  async function run(note = "") {
    clearTimeout(pause);
    turn += 1;
    const mine = turn;
    const state = said();
    const say = (...said) => {
      status.replaceChildren(...[note, ...said].filter(Boolean).flatMap((each, at) => (at ? [" ", each] : [each])));
    };
    const topics = state.topic ? [] : await topicsOf(state.q, TOPICS_OFFERED);
    if (mine !== turn) return;
    named.replaceChildren(...topics.map(topicItem));
    named.hidden = !topics.length;
    if (!state.q && !state.topic && !state.year) {
      show([], null, 0);
      say(greeting);
      return;
    }
    const slow = setTimeout(() => mine === turn && say(t("searching")), SLOW);
    const want = Math.max(AT_A_TIME, history.state?.shown ?? 0);
    let [goal, answer, first] = [null, null, []];
    try {
      goal = await index.named(state.q);
      if (!goal) {
        answer = await index.search(state);
        first = await answer.read(0, want);
      }
    } catch (error) {
      console.warn("Search:", error);
      answer = null;
    }
    clearTimeout(slow);
    if (mine !== turn) return;
    show((goal?.is === "here" ? [goal] : first).map(result), answer, want);
    if (goal) say(...answered(goal));
    else if (answer) say(summary(state, answer), lacking(answer));
    else say(t("search_broken"));
  }

  /** What is said of an identifier: the paper is here, or was removed, or where else it may be. */
  function answered({ is, id, url, name, away }) {
    if (is === "here") return [t("found_named")];
    if (is === "removed") {
      const why = element("a", { href: url }, t("removed_why"));
      return [element("span", {}, ...parts("found_removed", { id, why }))];
    }
    const said = t("found_absent", { id: name });
    if (!away) return [said];
    const link = element("a", { href: away, rel: "noopener noreferrer nofollow" }, new URL(away).host);
    const where = parts("look_elsewhere", { place: link });
    return [said, element("span", {}, ...where)];
  }

  function summary(state, { total, without, instead, none }) {
    if (none) return state.q.includes(" ") ? t("found_no_words") : t("found_no_word");
    if (instead && total) return t("found_instead", { n: total, words: t("quoted", { word: instead }) });
    if (without.length) return t("found_without", { n: total, words: quoted(without) });
    if (total) return state.q ? count(total, "paper") : t("found_newest", { n: total });
    if (!state.q) return t("found_none_narrowed");
    return state.topic || state.year ? t("try_narrowed") : t("try_words");
  }

  /** Which years of an index in parts could not be searched. */
  function lacking({ missing }) {
    const spans = missing.map((name) => name.replace("--", "–")).join(", ");
    return spans && t("parts_missing", { spans });
  }

  function show(items, answer, read) {
    found = answer;
    shown = read;
    list.replaceChildren(...items);
    more.hidden = !found || shown >= found.total;
  }

  async function showMore() {
    const mine = turn;
    const next = await found.read(shown, shown + AT_A_TIME).catch(() => null);
    if (mine !== turn) return;
    if (!next) {
      status.textContent = t("search_broken");
      return;
    }
    const items = next.map(result);
    list.append(...items);
    shown += AT_A_TIME;
    more.hidden = shown >= found.total;
    items[0]?.querySelector("a").focus();
    history.replaceState({ shown }, "");
  }

  function topicItem({ label, url, papers }) {
    const number = papers ? [" ", element("span", { class: "pf-chip__count" }, count(papers, "paper"))] : [];
    return element("li", {}, element("a", { class: "pf-chip", href: url }, label, ...number));
  }

  function result(paper) {
    const link = element("a", { href: paper.url }, paper.title);
    const chips = paper.topics
      .filter((slug) => labels.has(slug))
      .map((slug) => topicItem({ label: labels.get(slug), url: new URL(`topics/${slug}/`, base).href }));
    return element(
      "li",
      { class: "pf-result" },
      element("h2", { class: "pf-result__title", dir: "auto" }, link),
      element(
        "p",
        { class: "pf-result__by" },
        ...statusMark(paper.status),
        ...(paper.by ? [element("span", { dir: "auto" }, paper.by)] : []),
        element("span", {}, paper.day),
      ),
      element("p", { class: "pf-result__text", dir: "auto" }, ...marked(paper.excerpt)),
      ...(chips.length ? [element("ul", { class: "pf-topics", "aria-label": t("topics") }, ...chips)] : []),
    );
  }

  function change(write) {
    const address = addressOf(said());
    if (address !== location.href) history[write](null, "", address);
    run();
  }

  q.addEventListener("focus", () => index.load().catch(() => {}), { once: true });
  q.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(() => change("replaceState"), PAUSE);
  });
  form.addEventListener("change", (event) => {
    if (event.target !== q) change("pushState");
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const goal = await index.named(tidy(q.value)).catch(() => null);
    if (goal?.url) location.assign(goal.url);
    else change("pushState");
  });
  more.addEventListener("click", showMore);
  window.addEventListener("popstate", () => run(restore()));

  const early = q.value; // What was typed before this script was there.
  const note = restore();
  if (early && !q.value) {
    q.value = early;
    change("replaceState");
  } else {
    run(note);
  }
  const free = !document.activeElement || document.activeElement === document.body;
  if (free && !location.search && !location.hash) q.focus({ preventScroll: true });
}
