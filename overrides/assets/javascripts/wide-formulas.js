// A formula that is wider than the window is scrolled in its paragraph, by the keyboard as well.

const places = document.querySelectorAll(".pf-paper h1:has(> math), .pf-abstract p:has(> math)");

function mark() {
  for (const place of places) {
    if (place.scrollWidth > place.clientWidth) place.tabIndex = 0;
    else place.removeAttribute("tabindex");
  }
}

mark();
addEventListener("resize", mark);
