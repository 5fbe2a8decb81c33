// What is wider than its place is scrolled there, by the keyboard as well: a formula, a table.

const BOX = "pf-wide";

/** Formulas stand in lines of text: one that is too wide gets a box of its own, with what follows. */
function box(math) {
  const formula = math.closest(".pf-formula") ?? math;
  const place = formula.parentElement;
  if (place.classList.contains(BOX)) {
    if (place.scrollWidth <= place.clientWidth) place.replaceWith(formula);
  } else if (formula.getBoundingClientRect().width > place.closest("h1, p, li, div").clientWidth) {
    const made = document.createElement("span");
    made.className = BOX;
    formula.replaceWith(made);
    made.append(formula);
  }
}

function mark() {
  document.querySelectorAll(".pf-paper h1 math, .pf-abstract math").forEach(box);
  for (const place of document.querySelectorAll(`.${BOX}, .pf-abstract math[display=block], .pf-scroll`)) {
    if (place.scrollWidth > place.clientWidth) place.tabIndex = 0;
    else place.removeAttribute("tabindex");
  }
}

mark();
addEventListener("resize", mark);
