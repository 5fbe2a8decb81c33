// The menu of small pages, by keyboard. It is a checkbox, which works without this; with it Enter
// opens it, too, the focus goes into it and comes back, and it closes when one leaves it.

const menu = document.getElementById("__drawer");
const drawer = document.querySelector(".md-sidebar--primary");
if (menu && drawer) startMenu(menu, drawer);

function startMenu(menu, drawer) {
  menu.addEventListener("keydown", (event) => {
    if (event.key === "Enter") menu.click();
  });
  menu.addEventListener("change", () => {
    if (menu.checked) drawer.querySelector("a").focus({ preventScroll: true });
  });
  drawer.addEventListener("focusout", ({ relatedTarget }) => {
    // Without a target something was pressed, and what that is does its own.
    if (relatedTarget && relatedTarget !== menu && !drawer.contains(relatedTarget)) menu.checked = false;
  });
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.checked) return;
    menu.checked = false;
    menu.focus();
  });
}
