// The search box in the header: a combobox that offers topics and papers while one types.
// Pattern: https://www.w3.org/WAI/ARIA/apg/patterns/combobox/

import { count, t } from "./messages.js";
import { element, quoted } from "./search-dom.js";
import { tidy } from "./search-index.js";

const OFFERED = 6;
const TOPICS_OFFERED = 2;
const PAUSE = 150;

/** Make the header's search form offer topics and papers. */
export function startBox(form, base, index, topicsOf) {
  const input = form.querySelector("input");
  const list = element("ul", { class: "pf-suggest__list", role: "listbox", id: `${input.id}-list` });
  const note = element("p", { class: "pf-suggest__note", role: "status" });
  const popup = element("div", { class: "pf-suggest" }, list, note);
  let turn = 0; // Of several searches under way only the latest may show its answer.
  let pause = 0;
  let chosen = -1;

  list.setAttribute("aria-label", t("offers"));
  const attributes = {
    role: "combobox",
    "aria-autocomplete": "list",
    "aria-haspopup": "listbox",
    "aria-controls": list.id,
    "aria-expanded": "false",
  };
  for (const [key, value] of Object.entries(attributes)) input.setAttribute(key, value);
  popup.hidden = true;
  form.append(popup);

  function open() {
    popup.hidden = false;
    input.setAttribute("aria-expanded", String(list.children.length > 0));
  }

  function close() {
    clearTimeout(pause);
    turn += 1;
    popup.hidden = true;
    input.setAttribute("aria-expanded", "false");
    choose(-1);
  }

  function choose(at) {
    list.children[chosen]?.setAttribute("aria-selected", "false");
    chosen = at;
    const option = list.children[chosen];
    if (option) {
      option.setAttribute("aria-selected", "true");
      option.scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", option.id);
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  }

  function option({ url, title, by, day }, at) {
    const made = element(
      "li",
      { class: "pf-suggest__option", role: "option", id: `${list.id}-${at}`, "aria-selected": "false" },
      element("span", { class: "pf-suggest__title", dir: "auto" }, title),
    );
    if (day) {
      const who = element("span", { dir: "auto" }, by);
      made.append(element("span", { class: "pf-suggest__by" }, who, " ", element("span", {}, day)));
    }
    made.dataset.url = url;
    return made;
  }

  async function offer() {
    turn += 1;
    const mine = turn;
    const text = tidy(input.value);
    if (!text) {
      close();
      return;
    }
    const options = [];
    let said = "";
    const meant = topicsOf(text, TOPICS_OFFERED);
    try {
      const goal = await index.named(text);
      if (goal?.is === "here") options.push(goal);
      else if (goal?.is === "removed") {
        options.push({ url: goal.url, title: t("found_removed", { id: goal.id, why: t("removed_why") }) });
      } else if (goal) said = t("found_absent", { id: goal.name });
      else said = await offered(text, await meant, options);
    } catch (error) {
      console.warn("Search:", error);
      said = t("search_broken");
    }
    if (mine !== turn) return;
    choose(-1);
    list.replaceChildren(...options.map(option));
    list.hidden = !options.length;
    note.textContent = said;
    note.hidden = !said;
    open();
  }

  /** Put topics and papers among the options; gives what is to be said of them. */
  async function offered(text, topics, options) {
    options.push(
      ...topics.map(({ label, url, papers }) => ({ url, title: label, by: t("a_topic"), day: count(papers, "paper") })),
    );
    const found = await index.search({ q: text });
    options.push(...(await found.read(0, OFFERED)));
    if (found.total > OFFERED) options.push({ url: searchPage(text), title: t("all_papers", { n: found.total }) });
    if (found.none) return text.includes(" ") ? t("found_no_words") : t("found_no_word");
    if (found.instead && found.total) return t("offered_instead", { words: t("quoted", { word: found.instead }) });
    if (found.without.length) return t("offered_without", { words: quoted(found.without) });
    return options.length ? "" : t("found_none");
  }

  function searchPage(text) {
    return new URL(`search/?${new URLSearchParams({ q: text })}`, base).href;
  }

  function move(by) {
    const ends = list.children.length + 1; // One place is the box itself: nothing chosen.
    choose(((chosen + 1 + by + ends) % ends) - 1);
  }

  function onKey(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (popup.hidden) offer();
      else move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Escape" && !popup.hidden) {
      event.preventDefault();
      close();
    }
  }

  async function onSubmit(event) {
    event.preventDefault();
    const at = list.children[chosen];
    const text = tidy(input.value);
    close();
    if (at) location.assign(at.dataset.url);
    else location.assign((await index.named(text).catch(() => null))?.url ?? searchPage(text));
  }

  function onPick(event) {
    const picked = event.target.closest("[role=option]");
    if (!picked) return;
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button === 1) {
      window.open(picked.dataset.url, "_blank", "noopener");
      return;
    }
    close();
    location.assign(picked.dataset.url);
  }

  input.addEventListener("focus", () => index.load().catch(() => {}));
  input.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(offer, PAUSE);
  });
  input.addEventListener("keydown", onKey);
  form.addEventListener("submit", onSubmit);
  form.addEventListener("focusout", (event) => {
    if (!form.contains(event.relatedTarget)) close();
  });
  popup.addEventListener("mousedown", (event) => event.preventDefault()); // The box keeps the focus.
  popup.addEventListener("click", onPick);
  popup.addEventListener("auxclick", onPick);
}
