// What helps to browse: each part starts where its place in the page is, and is loaded only then.

const PARTS = [
  ["[data-pf-authors]", "./authors-page.js", "startAuthors"],
  ["[data-pf-filter]", "./topic-filter.js", "startFilter"],
  ["[data-pf-tools]", "./list-tools.js", "startTools"],
  ["[data-pf-jump]", "./day-jump.js", "startJump"],
];

for (const [place, file, start] of PARTS) {
  const found = document.querySelector(place);
  if (found) import(file).then((part) => part[start](found));
}
