// What had the focus is swapped away: the same link in the new piece gets it, or the first row of another page of a list,
// or the piece's heading or menu, or the piece itself.
let lost = null;

function remember(target) {
  const element = document.activeElement;
  if (target?.id && target.contains(element)) lost = { id: target.id, href: element.getAttribute("href"), isPager: element.closest(".pager") !== null };
}

function successor(place) {
  const links = [...place.querySelectorAll("a[href]")];
  const same = lost.href && links.find((link) => link.getAttribute("href") === lost.href);
  return (lost.isPager ? place.querySelector("tbody a") : same) ?? place.querySelector("h2[tabindex], summary") ?? place;
}

document.addEventListener("htmx:beforeSwap", ({ detail }) => detail.shouldSwap && remember(detail.target));
document.addEventListener("htmx:oobBeforeSwap", ({ detail }) => detail.shouldSwap && remember(detail.target));
document.addEventListener("htmx:afterSettle", () => {
  const place = lost && document.activeElement === document.body && document.getElementById(lost.id);
  if (place) {
    const next = successor(place);
    if (next === place && !place.hasAttribute("tabindex")) place.tabIndex = -1;
    next.focus({ preventScroll: next === place });
  }
  lost = null;
});
