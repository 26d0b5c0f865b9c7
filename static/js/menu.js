// details[data-menu]: opened, it gives the focus to its [data-first]; closes on Escape (focus back on its button), on a click elsewhere, and when another opens.
function closeMenus(except) {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (menu !== except) menu.open = false;
  }
}
document.addEventListener("click", (event) => {
  const chosen = event.target.closest("[data-dialog-open], .menu-panel a");
  const menu = event.target.closest("details[data-menu]");
  closeMenus(chosen ? null : menu);
  if (event.target.closest("summary")) requestAnimationFrame(() => menu?.querySelector(":scope[open] [data-first]")?.focus());
});
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && event.target.closest("details[data-menu][open]");
  if (!menu) return;
  event.stopImmediatePropagation();
  menu.open = false;
  menu.querySelector("summary").focus();
});
